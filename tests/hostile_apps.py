"""Hostile files that claim to be of an app: JSON, XML and tables; see tests/hostile_imports.py."""

import json
from collections.abc import Iterator

from tests.hostile_imports import Hostile, case

BEARABLE = "date,time of day,category,rating/amount,detail,notes\n"


def every() -> list[Hostile]:
    """Return all cases of apps; their names differ."""
    return [*_json(), *_xml(), *_apps()]


def _json() -> Iterator[Hostile]:
    entry = {"id": 1, "timestamp": "2026-11-20T08:00:00Z", "baselineData": {"pain": 6}}
    good = json.dumps([entry])

    def pain(text):
        return good.replace('"pain": 6', f'"pain": {text}')

    for name, text, outcome, scores in (
        ("good", good, "read", (6,)),
        ("empty_list", "[]", "refused", None),
        ("empty_object", "{}", "refused", None),
        ("number", "6", "refused", None),
        ("null", "null", "refused", None),
        ("text", '"diary"', "refused", None),
        ("list_of_numbers", "[1, 2]", "refused", None),
        ("cut", good[:-5], "refused", None),
        ("more_behind", good + "]", "refused", None),
        ("two_documents", good + "\n" + good, "refused", None),
        ("comment", "// x\n" + good, "refused", None),
        ("last_comma", good[:-1] + ",]", "refused", None),
        ("single_quotes", good.replace('"', "'"), "refused", None),
        ("key_twice", good.replace('"id": 1', '"id": 1, "id": 2'), "refused", None),
        ("pain_twice", pain('6, "pain": 1'), "refused", None),
        ("deep_lists", "[" * 100_000, "refused", None),
        ("deep_objects", '{"a":' * 100_000, "refused", None),
        ("pain_nan", pain("NaN"), "read", ()),
        ("pain_infinity", pain("-Infinity"), "read", ()),
        ("pain_huge", pain("1e309"), "read", ()),
        ("pain_long", pain("9" * 5_000), "read", ()),
        ("pain_true", pain("true"), "blocked", ()),
        ("pain_list", pain("[6]"), "blocked", ()),
        ("pain_object", pain('{"v": 6}'), "blocked", ()),
        ("pain_null", pain("null"), "read", ()),
        ("pain_text", pain('"6"'), "read", (6,)),
        ("pain_6_point_0", pain("6.0"), "read", (6,)),
        ("pain_minus_zero", pain("-0"), "read", (0,)),
        ("entry_is_null", json.dumps([entry, None]), "blocked", (6,)),
        ("entry_is_a_list", json.dumps([entry, []]), "blocked", (6,)),
        (
            "no_timestamp",
            json.dumps([entry, {"id": 2, "baselineData": {"pain": 3}}]),
            "blocked",
            (6,),
        ),
        ("timestamp_number", json.dumps([entry, {**entry, "timestamp": 1}]), "blocked", (6,)),
        (
            "timestamp_without_zone",
            json.dumps([{**entry, "timestamp": "2026-11-20T08:00:00"}]),
            "blocked",
            (),
        ),
        ("half_letter", good.replace('"id": 1', '"notes": "\\ud800"'), "blocked", ()),
        ("nul", good.replace('"id": 1', '"notes": "a\\u0000b"'), "blocked", ()),
        ("notes_object", json.dumps([{**entry, "notes": {"a": 1}}]), "blocked", ()),
        (
            "symptoms_text",
            json.dumps([{**entry, "baselineData": {"pain": 6, "symptoms": "x"}}]),
            "blocked",
            (),
        ),
        ("id_object", json.dumps([{**entry, "id": {"a": 1}}]), "read", (6,)),
        ("id_long", json.dumps([{**entry, "id": "x" * 10_000}]), "read", (6,)),
        (
            "mass_assignment",
            json.dumps([{**entry, "person_id": "other", "version": 9, "__proto__": {}}]),
            "read",
            (6,),
        ),
        ("settings", '{"schema": "paintracker.settings-backup", "data": {}}', "refused", None),
        ("other_app", '{"rows": [], "app": "unknown"}', "refused", None),
    ):
        yield case(f"json_{name}", text, outcome, scores, mapped=False)


def _xml() -> Iterator[Hostile]:
    record = (
        '<Record type="HKCategoryTypeIdentifierLowerBackPain" '
        'startDate="2026-11-20 08:00:00 +0100" value="HKCategoryValueSeverityMild"/>'
    )
    body = f'<HealthData locale="en">{record}</HealthData>'
    lol = '<!ENTITY a "lol">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" if n else "&a;"}{"&a;" * 9}">' for n in range(9)
    )
    for name, text, outcome in (
        ("good", body, "read"),
        ("entity_bomb", f"<!DOCTYPE HealthData [{lol}]>" + body.replace("en", "&a8;"), "refused"),
        (
            "outside_entity",
            '<!DOCTYPE HealthData [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + body,
            "refused",
        ),
        (
            "parameter_entity",
            '<!DOCTYPE HealthData [<!ENTITY % x SYSTEM "http://x.test/x.dtd"> %x;]>' + body,
            "refused",
        ),
        ("outside_doctype", '<!DOCTYPE HealthData SYSTEM "http://x.test/x.dtd">' + body, "refused"),
        (
            "default_attributes",
            f'<!DOCTYPE HealthData [<!ATTLIST Record value CDATA "{"x" * 1000}">]>' + body,
            "read",
        ),
        ("unknown_entity", body.replace("en", "&xxe;"), "refused"),
        ("include", body.replace("en", 'en" xmlns:xi="http://www.w3.org/2001/XInclude'), "read"),
        ("other_root", f"<Health><HealthData>{record}</HealthData></Health>", "refused"),
        ("cut", body[:-8], "refused"),
        ("cut_in_a_record", body[:60], "refused"),
        ("deep", "<HealthData>" + "<a>" * 100_000, "refused"),
        ("deep_and_whole", "<HealthData>" + "<a>" * 60 + "</a>" * 60 + "</HealthData>", "refused"),
        ("two_roots", body + body, "refused"),
        ("lying_encoding", '<?xml version="1.0" encoding="latin-1"?>' + body, "read"),
        ("bad_date", body.replace("2026-11-20", "2026-13-20"), "blocked"),
        ("no_date", body.replace("startDate", "begin"), "blocked"),
        ("unknown_value", body.replace("SeverityMild", "SeverityAwful"), "read"),
        ("no_value", body.replace("value=", "v="), "read"),
        (
            "weight_words",
            body.replace(
                "HKCategoryTypeIdentifierLowerBackPain", "HKQuantityTypeIdentifierBodyMass"
            ),
            "blocked",
        ),
        ("control_letter", body.replace("Mild", "Mild&#7;"), "refused"),
    ):
        scores = None if outcome == "refused" else ()
        yield case(f"xml_{name}", text, outcome, scores, mapped=False)


def _apps() -> Iterator[Hostile]:
    """Files that claim to be of an app."""

    def backup(**tables):
        content = [{"tableName": name, "values": values} for name, values in tables.items()]
        return json.dumps({"database": {"version": 2, "content": content}})

    day = {"_id": 1, "date": "2026-11-20", "painDescription_id": 1}
    pain = {"_id": 1, "painLevel": 6}
    nomie = '{"nomie": {}, "trackers": {}, "events": [%s]}'
    event = '{"note": "#pain(6)", "end": %s, "offset": %s}'
    for name, text, outcome, scores in (
        ("pfpd_good", backup(diaryentries=[day], paindescriptions=[pain]), "read", (6,)),
        ("pfpd_no_pain_table", backup(diaryentries=[day]), "blocked", ()),
        (
            "pfpd_same_id_twice",
            backup(diaryentries=[day, day], paindescriptions=[pain]),
            "refused",
            None,
        ),
        (
            "pfpd_table_twice",
            backup(diaryentries=[day])[:-3] + ', {"tableName": "diaryentries"}]}}',
            "refused",
            None,
        ),
        (
            "pfpd_orphan_dose",
            backup(
                diaryentries=[day],
                paindescriptions=[pain],
                drugintakes=[{"_id": 1, "diaryEntry_id": 9}],
            ),
            "blocked",
            (6,),
        ),
        (
            "pfpd_unknown_drug",
            backup(
                diaryentries=[day],
                paindescriptions=[pain],
                drugintakes=[{"_id": 1, "diaryEntry_id": 1, "drug_id": 7, "morning": 1}],
            ),
            "blocked",
            (),
        ),
        (
            "pfpd_version_999",
            backup(diaryentries=[day]).replace('"version": 2', '"version": 999'),
            "refused",
            None,
        ),
        ("pfpd_values_text", backup(diaryentries="x"), "refused", None),
        (
            "pfpd_region_words",
            backup(
                diaryentries=[day],
                paindescriptions=[{**pain, "bodyRegions": "34,x,-1,99999999999,²"}],
            ),
            "read",
            (6,),
        ),
        (
            "nomie_offset_missing",
            nomie % '{"note": "#pain(6)", "end": 1794348000000}',
            "blocked",
            (),
        ),
        ("nomie_offset_far", nomie % (event % (1794348000000, 99999)), "blocked", ()),
        ("nomie_end_far", nomie % (event % ("9" * 15, 0)), "blocked", ()),
        ("nomie_end_text", nomie % (event % ('"x"', 0)), "blocked", ()),
        ("nomie_no_scale", nomie % (event % (1794348000000, 0)), "read", ()),
        ("nomie_trackers_list", '{"nomie": {}, "trackers": [1], "events": []}', "refused", None),
        ("perfice_far", "Timestamp,Pain\n999999999999999,6\n", "blocked", ()),
        ("perfice_before_1900", "Timestamp,Pain\n-9999999999999,6\n", "blocked", ()),
        ("perfice_seconds", "Timestamp,Pain\n1794348000000,6\n1794348000.5,3\n", "blocked", (6,)),
        ("track_no_offset", "FeatureName,Timestamp,Value\nPain,2026-11-20T08:00,6\n", "read", (6,)),
        ("track_bad_moment", "FeatureName,Timestamp,Value\nPain,yesterday,6\n", "blocked", ()),
        (
            "track_twice",
            "FeatureName,Timestamp,Value,Value\nPain,2026-11-20T08:00,6,1\n",
            "refused",
            None,
        ),
        (
            "bearable_dates_differ",
            BEARABLE.replace("time", "date formatted,time")
            + "1st Dec 2026,2026-12-02,am,Symptom,4,Back pain (Severe),\n",
            "blocked",
            (),
        ),
        (
            "bearable_no_such_day",
            BEARABLE + "31st Feb 2026,am,Symptom,4,Back pain (Severe),\n",
            "blocked",
            (),
        ),
        (
            "bearable_never_a_score",
            BEARABLE + "1st Dec 2026,am,Symptom,4,Back pain (Unbearable),\n",
            "read",
            (),
        ),
        (
            "bearable_block",
            BEARABLE + "1st Dec 2026,noonish,Symptom,4,Back pain (Severe),\n",
            "blocked",
            (),
        ),
        (
            "flaredown_never_a_score",
            "Date,Back pain,Tags,Foods\n2026-11-20,4,,\n2026-11-21,7,,\n",
            "read",
            (),
        ),
        ("flaredown_resaved", "Date,Back pain,Tags,Foods\n11/20/2026,4,,\n", "refused", None),
        ("nomie6_zero", "date,#pain\n2026-11-20,0\n2026-11-21,6\n", "read", (6,)),
        ("nomie6_sum", "date,#pain\n2026-11-20,14\n2026-11-21,6\n", "read", ()),
        ("crisis_no_time", 'Date,Time,Pain Level,Symptoms\\n2026-11-20,,6,""', "blocked", ()),
        ("crisis_cut", 'Date,Time,Pain Level,Symptoms\\n2026-11-20,08:00,6,"Sti', "refused", None),
        ("own_bad_cell", "date,pain_now\n2026-11-20,11\n", "refused", None),
        (
            "own_danger_sign",
            "date,pain_now,danger_signs\n2026-11-20,3,g_walk:maybe\n",
            "refused",
            None,
        ),
    ):
        yield case(f"app_{name}", text, outcome, scores, mapped=False)
