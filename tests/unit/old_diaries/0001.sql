BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE appointment (
        id TEXT NOT NULL PRIMARY KEY, person_id TEXT NOT NULL REFERENCES person (id),
        version INTEGER NOT NULL, date TEXT NOT NULL, time TEXT, with_whom TEXT, questions TEXT,
        done INTEGER NOT NULL CHECK (done IN (0, 1))) STRICT;
INSERT INTO "appointment" VALUES('b597d9d20f0943ee9bfcee449fe9bce3','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-11-24','10:30:00','Family doctor','Why is it worse at night?
Do I need a scan?',0);
CREATE TABLE change_count (
        id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1), written INTEGER NOT NULL) STRICT;
INSERT INTO "change_count" VALUES(1,20);
CREATE TABLE check_ (
        id TEXT NOT NULL PRIMARY KEY, person_id TEXT NOT NULL REFERENCES person (id),
        started TEXT NOT NULL, finished TEXT, level TEXT, status TEXT, fired TEXT,
        rules_version TEXT, recheck_on TEXT) STRICT;
INSERT INTO "check_" VALUES('697b83167aa6486cae1052e5b61f06b4','38e90c3326b54a94abf094f86ec6eb1b','2026-11-20T21:00:00+13:45','2026-11-20T21:00:00+13:45','same_day','complete','["SC7", "E1"]','1','2026-11-27');
INSERT INTO "check_" VALUES('46a4d1304d0449da8fcdd6a54fda283d','38e90c3326b54a94abf094f86ec6eb1b','2026-11-21T21:00:00+13:45',NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE check_answer (
        check_id TEXT NOT NULL REFERENCES check_ (id) ON DELETE CASCADE, question TEXT NOT NULL,
        value TEXT NOT NULL, answered_at TEXT NOT NULL, PRIMARY KEY (check_id, question)) STRICT;
INSERT INTO "check_answer" VALUES('697b83167aa6486cae1052e5b61f06b4','g_legs','"no"','2026-11-20T21:00:00+13:45');
INSERT INTO "check_answer" VALUES('697b83167aa6486cae1052e5b61f06b4','age','61','2026-11-20T21:00:00+13:45');
INSERT INTO "check_answer" VALUES('697b83167aa6486cae1052e5b61f06b4','location','["upper", "lower"]','2026-11-20T21:00:00+13:45');
INSERT INTO "check_answer" VALUES('46a4d1304d0449da8fcdd6a54fda283d','age','0','2026-11-20T21:00:00+13:45');
CREATE TABLE entry (
        id TEXT NOT NULL PRIMARY KEY, person_id TEXT NOT NULL REFERENCES person (id),
        version INTEGER NOT NULL CHECK (version >= 1), date TEXT NOT NULL, time TEXT,
        utc_offset_minutes INTEGER, zone TEXT, pain_now INTEGER CHECK (pain_now BETWEEN 0 AND 10),
        pain_worst INTEGER CHECK (pain_worst BETWEEN 0 AND 10), pain_average INTEGER CHECK (pain_average BETWEEN 0 AND 10),
        pain_least INTEGER CHECK (pain_least BETWEEN 0 AND 10), pain_night INTEGER CHECK (pain_night BETWEEN 0 AND 10),
        limits_day INTEGER CHECK (limits_day BETWEEN 0 AND 10),
        wakings INTEGER CHECK (wakings BETWEEN 0 AND 99),
        sleep_hours REAL CHECK (sleep_hours BETWEEN 0 AND 24), places TEXT, spread TEXT,
        feels_like TEXT, worse_with TEXT, eased_by TEXT, symptoms TEXT, danger_signs TEXT,
        weight_kg REAL CHECK (weight_kg BETWEEN 20 AND 400), medicines TEXT, note TEXT,
        too_bad INTEGER NOT NULL CHECK (too_bad IN (0, 1)), recorded_at TEXT NOT NULL,
        deleted_at TEXT) STRICT;
INSERT INTO "entry" VALUES('f9535b26c4154e3c92e9742650b868cf','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-09-26','07:40:00',0,NULL,NULL,5,3,NULL,2,4,0,NULL,'[{"place": "upper", "score": 3}]',NULL,NULL,NULL,'["medicine"]','["none"]',NULL,74.0,NULL,NULL,0,'2026-09-26T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('d3c9737ec32d4739ab83bad66c9e717c','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-09-27','07:40:00',0,NULL,NULL,5,4,NULL,3,NULL,0,7.0,'[{"place": "upper", "score": 4}]',NULL,'["ache"]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-09-27T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('6d666e91707540a08ee1bf8be9ef5920','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-09-28','07:40:00',0,NULL,NULL,4,3,NULL,2,4,0,NULL,'[{"place": "upper", "score": 3}]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Sat at the desk all day. A dull ache between the shoulder blades.',0,'2026-09-28T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('ca102d38984942fea11b3e8e56d9f8de','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-09-29','07:40:00',0,NULL,NULL,4,2,NULL,1,NULL,0,7.0,'[{"place": "upper", "score": 2}]',NULL,'["ache"]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-09-29T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('3bb038edcd7a49f5a512a083600f229f','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-01','07:40:00',0,NULL,NULL,4,3,NULL,2,NULL,1,6.0,'[{"place": "upper", "score": 3}]',NULL,'["ache"]',NULL,NULL,'["none"]',NULL,NULL,NULL,NULL,0,'2026-10-01T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('47b5a9b5ae7742be90786291954531f1','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-02','07:40:00',0,NULL,NULL,6,4,NULL,3,5,0,NULL,'[{"place": "upper", "score": 4}]',NULL,NULL,NULL,'["medicine"]',NULL,'{"g_legs": "no", "g_bladder": "no", "g_walk": "no"}',NULL,NULL,NULL,0,'2026-10-02T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('b558b7a971dc47808529f5ae2f107e89','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-02','20:15:00',0,NULL,5,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-10-02T20:15:00+00:00',NULL);
INSERT INTO "entry" VALUES('46e137fc2e0d46e89db800aeab8d81cc','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-03','07:40:00',0,NULL,NULL,4,3,NULL,2,NULL,0,7.0,'[{"place": "upper", "score": 3}]',NULL,'["ache"]',NULL,NULL,NULL,NULL,73.9,NULL,NULL,0,'2026-10-03T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('164fa9676ba14170b75563024ddc18cd','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-04','07:40:00',0,NULL,NULL,3,2,NULL,1,3,0,NULL,'[{"place": "upper", "score": 2}]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-10-04T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('3c304738acd848918b7d95df8002c7b0','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-05','07:40:00',0,NULL,NULL,5,3,NULL,2,NULL,0,7.0,'[{"place": "upper", "score": 3}]',NULL,'["ache"]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-10-05T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('0df1c95d1225468da13e2d6eee0568f0','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-06','07:40:00',0,NULL,NULL,5,4,NULL,3,5,0,NULL,'[{"place": "upper", "score": 4}]',NULL,NULL,NULL,NULL,'["none"]',NULL,NULL,NULL,NULL,0,'2026-10-06T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('87b1e4b5873d46f6906b08482feba5f7','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-09','07:40:00',0,NULL,NULL,4,3,NULL,2,NULL,0,7.0,'[{"place": "upper", "score": 3}]',NULL,'["ache"]',NULL,NULL,NULL,'{"g_legs": "no", "g_bladder": "no", "g_walk": "no"}',NULL,NULL,NULL,0,'2026-10-09T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('848238d1bdd340459a998ed79553316c','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-10','07:40:00',0,NULL,NULL,3,2,NULL,1,3,0,NULL,'[{"place": "upper", "score": 2}]',NULL,NULL,NULL,NULL,NULL,NULL,73.9,NULL,NULL,0,'2026-10-10T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('3de0e175522f4805adb5d8d52b20ef9c','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-11','07:40:00',0,NULL,NULL,6,4,NULL,3,NULL,0,7.0,'[{"place": "upper", "score": 4}]',NULL,'["ache"]',NULL,NULL,'["none"]',NULL,NULL,NULL,NULL,0,'2026-10-11T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('7408d254405344f896f6a62a67a9cae5','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-12','07:40:00',0,NULL,NULL,0,0,NULL,0,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'A good day. No pain at all.',0,'2026-10-12T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('3a6e76bd2e5d4d63ab1e599e1a0c3699','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-13','07:40:00',0,NULL,NULL,5,4,NULL,3,NULL,1,6.0,'[{"place": "upper", "score": 4}]',NULL,'["ache"]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-10-13T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('32c87e44384b44cd9140eed67c892def','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-14','07:40:00',0,NULL,NULL,5,3,NULL,2,4,0,NULL,'[{"place": "upper", "score": 3}]',NULL,NULL,NULL,'["medicine"]',NULL,NULL,NULL,NULL,NULL,0,'2026-10-14T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('6ccf6d4bc64f45dcb6ae975444f429a7','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-14','20:15:00',0,NULL,4,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-10-14T20:15:00+00:00',NULL);
INSERT INTO "entry" VALUES('0f4e75329dd648b5935c8e9a077d7f26','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-15','07:40:00',0,NULL,NULL,3,2,NULL,1,NULL,0,7.0,'[{"place": "upper", "score": 2}]',NULL,'["ache"]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-10-15T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('5383523154094c3095d32b7c578da337','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-17','07:40:00',0,NULL,NULL,6,4,NULL,3,NULL,0,7.0,'[{"place": "upper", "score": 4}]',NULL,'["ache"]',NULL,NULL,NULL,NULL,73.6,'[{"name": "Ibuprofen", "dose": "1 tablet", "relief": 5}]',NULL,0,'2026-10-17T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('04e5552b4e2f43d48862f547fa603c2d','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-18','07:40:00',0,NULL,NULL,4,3,NULL,2,4,0,NULL,'[{"place": "upper", "score": 3}]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-10-18T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('8f6c044add7a45648929d3c6ce96dcdb','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-19','07:40:00',0,NULL,NULL,5,4,NULL,3,NULL,1,6.0,'[{"place": "upper", "score": 4}]',NULL,'["ache"]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-10-19T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('0b23943e07ba4fd9a3460a0280599210','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-20','07:40:00',0,NULL,NULL,5,3,NULL,2,4,0,NULL,'[{"place": "upper", "score": 3}]',NULL,NULL,NULL,'["medicine"]',NULL,NULL,NULL,'[{"name": "Ibuprofen", "dose": "1 tablet", "relief": 5}]','Took a pain pill before the walk. It helped a little.',0,'2026-10-20T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('3b3c0449f6694785a75dc00fc3b30509','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-21','07:40:00',0,NULL,NULL,3,2,NULL,1,NULL,0,7.0,'[{"place": "upper", "score": 2}]',NULL,'["ache"]',NULL,NULL,'["none"]',NULL,NULL,NULL,NULL,0,'2026-10-21T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('9ccc2a9c0dbf49c480dd0f35e7a1f0ab','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-22','07:40:00',0,NULL,NULL,5,4,NULL,3,5,0,NULL,'[{"place": "upper", "score": 4}]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-10-22T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('995e5af2d03b4ff1b9ca45e8dddbaa8b','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-23','07:40:00',0,NULL,NULL,5,3,NULL,2,NULL,0,7.0,'[{"place": "upper", "score": 3}]',NULL,'["ache"]',NULL,NULL,NULL,'{"g_legs": "no", "g_bladder": "no", "g_walk": "no"}',NULL,'[{"name": "Ibuprofen", "dose": "1 tablet", "relief": 5}]',NULL,0,'2026-10-23T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('68cb2bf39681439f9a0ebe52bc59214c','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-24','07:40:00',0,NULL,NULL,5,4,NULL,3,5,0,NULL,'[{"place": "upper", "score": 4}]',NULL,NULL,NULL,NULL,NULL,NULL,73.4,NULL,NULL,0,'2026-10-24T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('4dbe79ddce544d739b891b332a9dc01d','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-26','07:40:00',0,NULL,NULL,4,2,NULL,1,3,0,NULL,'[{"place": "upper", "score": 2}]',NULL,NULL,NULL,'["medicine"]','["none"]',NULL,NULL,'[{"name": "Ibuprofen", "dose": "1 tablet", "relief": 5}]',NULL,0,'2026-10-26T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('65ee3cd5af814b8fa9cb2f21479f362f','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-27','07:40:00',0,NULL,NULL,4,3,NULL,2,NULL,0,7.0,'[{"place": "upper", "score": 3}]',NULL,'["ache"]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-10-27T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('b43858cd73564fa1b8a750e74addda57','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-28','07:40:00',0,NULL,NULL,5,4,NULL,3,5,0,NULL,'[{"place": "upper", "score": 4}]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-10-28T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('fbf3f2d333154bb9818d26c939d4f5fa','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-29','07:40:00',0,NULL,NULL,5,3,NULL,2,NULL,0,7.0,'[{"place": "upper", "score": 3}]',NULL,'["ache"]',NULL,NULL,NULL,NULL,NULL,'[{"name": "Ibuprofen", "dose": "1 tablet", "relief": 5}]',NULL,0,'2026-10-29T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('f134724b7f824054abd161a77309cbcd','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-29','20:15:00',0,NULL,4,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-10-29T20:15:00+00:00',NULL);
INSERT INTO "entry" VALUES('039a34b7b3a34dcd8ffbf48b53dbc5a4','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-30','07:40:00',0,NULL,NULL,5,4,NULL,3,5,0,NULL,'[{"place": "upper", "score": 4}]',NULL,NULL,NULL,NULL,NULL,'{"g_legs": "no", "g_bladder": "no", "g_walk": "no"}',NULL,NULL,NULL,0,'2026-10-30T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('dd66f3455d1a4781a4b266510e9c30b2','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-10-31','07:40:00',0,NULL,NULL,4,3,NULL,4,NULL,2,5.0,'[{"place": "upper", "score": 3}, {"place": "ribs_left", "score": 2}]',NULL,'["ache"]',NULL,NULL,'["none"]',NULL,73.1,NULL,NULL,0,'2026-10-31T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('5fd8f8c4726142e28534b2a96420372c','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-11-01','07:40:00',0,NULL,NULL,5,3,NULL,4,4,0,NULL,'[{"place": "upper", "score": 3}, {"place": "ribs_left", "score": 2}]',NULL,NULL,'["lying"]','["medicine"]',NULL,NULL,NULL,'[{"name": "Ibuprofen", "dose": "1 tablet", "relief": 2}]',NULL,0,'2026-11-01T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('e1ec9d31f82b4b32af1b1e502977c0a5','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-11-02','07:40:00',0,NULL,NULL,5,4,NULL,5,NULL,1,6.0,'[{"place": "upper", "score": 4}, {"place": "ribs_left", "score": 3}]',NULL,'["ache"]',NULL,NULL,'["tired", "cough"]',NULL,NULL,NULL,'Woke at 3 and could not find a good position.',0,'2026-11-02T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('c8daf81494f24243b1dc556001b45338','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-11-04','07:40:00',0,NULL,NULL,6,4,NULL,5,NULL,0,7.0,'[{"place": "upper", "score": 4}, {"place": "ribs_left", "score": 3}]',NULL,'["ache"]','["lying"]',NULL,NULL,NULL,NULL,'[{"name": "Ibuprofen", "dose": "1 tablet", "relief": 2}]',NULL,0,'2026-11-04T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('3f3d29e015e0456e907bb52eab7c22ce','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-11-05','07:40:00',0,NULL,NULL,5,4,NULL,5,5,1,NULL,'[{"place": "upper", "score": 4}, {"place": "ribs_left", "score": 3}]',NULL,NULL,NULL,NULL,'["none"]',NULL,NULL,NULL,NULL,0,'2026-11-05T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('2e13fd3a06774a7a996036c32b9ba881','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-11-06','07:40:00',0,NULL,NULL,4,3,NULL,4,NULL,2,5.0,'[{"place": "upper", "score": 3}, {"place": "ribs_left", "score": 2}]',NULL,'["ache"]',NULL,NULL,'["tired", "cough"]','{"g_legs": "no", "g_bladder": "no", "g_walk": "no"}',NULL,NULL,NULL,0,'2026-11-06T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('40f714d36a454bfcb92f5fcabe221f4c','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-11-07','07:40:00',0,NULL,NULL,6,4,NULL,5,5,0,NULL,'[{"place": "upper", "score": 4}, {"place": "ribs_left", "score": 3}]',NULL,NULL,'["lying"]','["medicine"]',NULL,NULL,72.7,'[{"name": "Ibuprofen", "dose": "1 tablet", "relief": 2}]',NULL,0,'2026-11-07T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('052114320da849298bf3aa32facfbd07','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-11-08','07:40:00',0,NULL,NULL,6,5,NULL,6,NULL,1,6.0,'[{"place": "upper", "score": 5}, {"place": "ribs_left", "score": 4}]',NULL,'["ache"]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-08T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('5ac628ca722643debdf972fe81b9ae09','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-11-09','07:40:00',0,NULL,NULL,5,4,NULL,5,5,2,NULL,'[{"place": "upper", "score": 4}, {"place": "ribs_left", "score": 3}]','["chest"]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'The pain now goes round to the ribs on the left.',0,'2026-11-09T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('c725669dd3d2467f807d537514d5940b','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-11-10','07:40:00',0,NULL,NULL,7,5,NULL,6,NULL,0,7.0,'[{"place": "upper", "score": 5}, {"place": "ribs_left", "score": 4}]','["chest"]','["ache"]','["lying"]',NULL,'["tired", "cough"]',NULL,NULL,'[{"name": "Ibuprofen", "dose": "1 tablet", "relief": 2}]',NULL,0,'2026-11-10T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('5a47a635350949b6a78df320702a5e15','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-11-10','20:15:00',0,NULL,6,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-10T20:15:00+00:00',NULL);
INSERT INTO "entry" VALUES('c859c814b37a49fcab2b4a3be5c3eae5','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-11-11','07:40:00',0,NULL,NULL,6,5,NULL,6,6,1,NULL,'[{"place": "upper", "score": 5}, {"place": "ribs_left", "score": 4}]','["chest"]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-11T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('d1554ddb0d9949b5bd039cba75c91a9f','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-11-13','07:40:00',0,NULL,NULL,8,6,NULL,7,7,0,NULL,'[{"place": "upper", "score": 6}, {"place": "ribs_left", "score": 5}]','["chest"]',NULL,'["lying"]','["medicine"]',NULL,'{"g_legs": "no", "g_bladder": "no", "g_walk": "no"}',NULL,'[{"name": "Ibuprofen", "dose": "1 tablet", "relief": 2}]',NULL,0,'2026-11-13T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('42a08876382945b497d8012b8498822c','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-11-14','07:40:00',0,NULL,NULL,6,5,NULL,6,NULL,1,6.0,'[{"place": "upper", "score": 5}, {"place": "ribs_left", "score": 4}]','["chest"]','["ache"]',NULL,NULL,'["tired", "cough"]',NULL,72.4,NULL,NULL,0,'2026-11-14T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('d9ff53dfdbfd42f997f2b069b3823b33','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-11-15','07:40:00',0,NULL,NULL,7,6,NULL,7,7,2,NULL,'[{"place": "upper", "score": 6}, {"place": "ribs_left", "score": 5}]','["chest"]',NULL,NULL,NULL,'["none"]',NULL,NULL,NULL,NULL,0,'2026-11-15T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('42f6b51be6ba42f1b4969ffd92ca0950','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-11-16','07:40:00',0,NULL,NULL,7,5,NULL,6,NULL,0,7.0,'[{"place": "upper", "score": 5}, {"place": "ribs_left", "score": 4}]','["chest"]','["ache"]','["lying"]',NULL,NULL,NULL,NULL,'[{"name": "Ibuprofen", "dose": "1 tablet", "relief": 2}]','Slept in the chair. Lying flat is worse.',0,'2026-11-16T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('5fc89009f4944a87a69e7a4634fda71d','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-11-17','07:40:00',0,NULL,NULL,6,5,NULL,6,6,1,NULL,'[{"place": "upper", "score": 5}, {"place": "ribs_left", "score": 4}]','["chest"]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-17T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('0107d41063ed4916aad2630f3d29b94f','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-11-17','20:15:00',0,NULL,6,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-17T20:15:00+00:00',NULL);
INSERT INTO "entry" VALUES('0af2ca9b76c345d29ff99d127629f53b','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-11-18','07:40:00',0,NULL,NULL,7,6,NULL,7,NULL,2,5.0,'[{"place": "upper", "score": 6}, {"place": "ribs_left", "score": 5}]','["chest"]','["ache"]',NULL,NULL,'["tired", "cough"]',NULL,NULL,NULL,NULL,0,'2026-11-18T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('228d5e9e89054b9b8ba8a089c06f0df8','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-11-19','07:40:00',0,NULL,NULL,8,6,NULL,7,7,0,NULL,'[{"place": "upper", "score": 6}, {"place": "ribs_left", "score": 5}]','["chest"]',NULL,'["lying"]','["medicine"]',NULL,NULL,NULL,'[{"name": "Ibuprofen", "dose": "1 tablet", "relief": 2}]',NULL,0,'2026-11-19T07:40:00+00:00',NULL);
INSERT INTO "entry" VALUES('fb9f2a6fa96f4dd4826c3e4a2ec0b3a8','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-11-20',NULL,0,NULL,NULL,7,6,NULL,7,NULL,1,6.0,'[{"place": "upper", "score": 6}, {"place": "ribs_left", "score": 5}]','["chest"]','["ache"]',NULL,NULL,'["none"]','{"g_legs": "no", "g_bladder": "no", "g_walk": "no"}',NULL,NULL,'Another bad night. I want to show this to my doctor.',0,'2026-11-20T00:00:00+00:00',NULL);
INSERT INTO "entry" VALUES('d543738a47e94d8d9cbfbecd3514a3ee','second',1,'2026-11-19','08:30:00',825,'Pacific/Chatham',0,10,4,0,7,0,0,0.0,'[{"place": "upper", "score": 0}, {"place": "hips", "score": null}]','["none"]','["ache", "numb"]','["lying"]','["none"]','["cough", "tired"]','{"g_legs": "not_sure", "g_walk": "no"}',70.25,'[{"name": "Ibuprofen", "dose": "200 mg", "relief": 0}]','‘; DROP TABLE entry;--
	üñ 🙂 =1+1',1,'2026-11-20T21:00:00+13:45',NULL);
INSERT INTO "entry" VALUES('7118e64fcb71401e8cbe1cf1e038f5c0','38e90c3326b54a94abf094f86ec6eb1b',1,'2026-11-18',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'deleted, not yet purged',0,'2026-11-20T21:00:00+13:45','2026-11-20T07:15:00.000000+00:00');
CREATE TABLE person (
        id TEXT NOT NULL PRIMARY KEY, position INTEGER NOT NULL, name TEXT, birth_year INTEGER,
        country TEXT, units TEXT, filled_in_by TEXT, journey TEXT) STRICT;
INSERT INTO "person" VALUES('38e90c3326b54a94abf094f86ec6eb1b',1,'Example person',1965,'gb','metric',NULL,'worried');
INSERT INTO "person" VALUES('second',2,'Ö ‘quoted’',NULL,NULL,NULL,'A daughter',NULL);
CREATE TABLE setting (key TEXT NOT NULL PRIMARY KEY, value TEXT) STRICT;
INSERT INTO "setting" VALUES('check_step','you');
CREATE TABLE test_result (
        id TEXT NOT NULL PRIMARY KEY, person_id TEXT NOT NULL REFERENCES person (id),
        version INTEGER NOT NULL, name TEXT NOT NULL, date TEXT, result TEXT) STRICT;
INSERT INTO "test_result" VALUES('07f64f9b7a024c8d895c2ce43012c15d','38e90c3326b54a94abf094f86ec6eb1b',1,'X-ray of the back','2026-10-26','They said nothing is broken.');
CREATE TABLE treatment (
        id TEXT NOT NULL PRIMARY KEY, person_id TEXT NOT NULL REFERENCES person (id),
        version INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT, started TEXT, ended TEXT,
        dose TEXT, helped INTEGER CHECK (helped BETWEEN 0 AND 10)) STRICT;
INSERT INTO "treatment" VALUES('d722670d5cb64e9d8957f2d667e070ea','38e90c3326b54a94abf094f86ec6eb1b',1,'Physical therapy','physical_therapy','2026-10-06','2026-11-05','Once a week',2);
INSERT INTO "treatment" VALUES('cbf1b246e8334c3c88ef9d7f78d156e1','38e90c3326b54a94abf094f86ec6eb1b',1,'Ibuprofen','shop_pain_pill','2026-10-17',NULL,'1 tablet when it is bad',4);
CREATE UNIQUE INDEX one_open_check ON check_ (person_id) WHERE finished IS NULL;
CREATE INDEX entry_by_day ON entry (person_id, date);
COMMIT;
