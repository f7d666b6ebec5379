"""Words for despair: whoever writes that they cannot go on is shown a line to call."""

import re

import pytest

from backwatch import countries, despair, paths, yaml_files

DESPAIR = [
    "I can't go on",
    "I can’t go on.",
    "i cant go on like this",
    "I can not go on with this pain",
    "I just cannot go on any more!!",
    "I CAN'T GO ON",
    "I really can't carry on",
    "can't keep going. what for",
    "I want to die",
    "i wanna die",
    "Some nights I wanted to die",
    "I wish I was dead",
    "I wish I were dead.",
    "end it all",
    "Thinking of ending it all",
    "I want to end it",
    "I might end my life",
    "want to take my own life",
    "there is no point in living",
    "No point in going on",
    "what's the point of living like this",
    "Life isn't worth living",
    "I want to just die",
    "I can't even go on",
    "I want ... to die",
    "life is not worth living any more",
    "I could kill myself",
    "thought about killing my self",
    "please kill me",
    "They would be better off without me",
    "I'd be better off dead",
    "I'd rather be dead",
    "I fear dying tonight",
    "afraid of dying",
    "scared that I will die in my sleep",
    "I'm scared I'll die tonight",
    "I think I am dying",
    "I won't make it through the night",
    "don't want to live",
    "dont want to be here anymore",
    "I do not want to wake up",
    "i hope i don't wake up tomorrow",
    "Nothing to live for",
    "no reason to live",
    "I'm tired of living",
    "feeling suicidal",
    "thoughts of suicide",
    "I can't take this pain any longer",
    "cant do this anymore",
    "I've given up on life",
    "I feel hopeless",
    "I want to give up",
    "my back is killing me and I want to die",
    "At the end it all hurt. I want to end it all.",
    "I can't\ngo   on",
    "I can`t go on",
    "I ca\u00adn't go on",
    "ｗａｎｔ ｔｏ ｄｉｅ",
    "no-one would miss me",
    "they'd be happier without me",
    "I want to disappear for ever",
    "going to jump off a bridge",
    "I want to hurt myself",
    "I took all my pills at once",
    "I just want it to be over",
    "What's the point anymore?",
    "I don't want to go on",
    "I don't feel my life is worth living",
    # once hidden by an idiom
    "I have wanted to die for a while now",
    "I want to die for a long time already",
    "thinking of dying for some time",
    "wish to die for the pain to end",
    "I can't keep going for much longer",
    "I cant keep going to the end",
    "I want to give up my life",
    "I don't want to go on another day like this",
    "I don't want to be here when tomorrow comes",
    "dont want to wake up with this any more",
    "I don't want to live alone with this pain any more",
    "I do not want to hurt myself but I am afraid I will",
    "i cant go on walking hurts sleeping hurts",
    "I can't go on, walking is agony",
    "cant go on\nwalking is agony",
    "I can't go on, walking all night in agony",
    "cant go on\nsitting up all night in agony",
    "I am dying for the pain to stop",
    "I can't go on - sitting, standing, all of it",
    "I can't carry on working like this",
    "dont want to go on tablets do nothing",
    "I do\nnot want to live",
    "I want to give up the fight",
    "I want to give up my treatment and go",
    "I don't want to wake up at all",
    "dont wana wake up in pain ever again",
    "I don't want to live in this body",
    "dont want to live in agony",
    "dont want to go on a minute longer",
    "I do not want to go on my own",
    "don't want to go on and on like this",
    "I'm dying, to tell the truth",
    "I am dying to get away from this",
    "im dying for it to stop",
    "scared to death of dying",
    "worried to death i wont wake up",
    "I'm dying out here",
    "my only wish is to die for good",
    "I cant go on long",
    "cant keep going back pain too much",
    # tired, short, misspelt
    "i wnat to die",
    "i wont to die",
    "want die",
    "thinkin of dieing",
    "carnt go on",
    "cnt do this no more",
    "i cant anymore",
    "cant take any more",
    "I can't take much more of this",
    "cant do another night of this",
    "ive had enough of this life",
    "sucide is on my mind",
    "just want to go to sleep and not wake up",
    "hoping not to wake up",
    "sleep forever thats all i want",
    "God please take me",
    "I hope it takes me soon",
    "I'd sooner be dead",
    "might as well be dead",
    "dont care if i live or die",
    "wouldnt mind if I died",
    "I am just a burden to my family",
    "they'd be better off if I wasn't here",
    "I've been saving up my tablets",
    "how many tablets would it take",
    "Lost the will to live",
    "no fight left in me",
    "my life is over",
    "I hate my life",
    "whats the use of going on",
    "nothing left for me",
    "dont think I'll see the morning",
    "Goodbye everyone",
    "put me out of my misery",
    "want to slip away",
    "wish id never been born",
    "I want so badly to die",
    "I want nothing more than to die",
    "im done living",
    "I dont want to do this any more",
    "cant see the point",
    "i dont see a way out",
    "at the end of my tether",
    "wish it would all just end",
    "please make it stop",
    "would be easier if i died",
    "Im ready to go",
    "i feel like dying",
    "thinking about ending things",
    "I want to join my husband in heaven",
    "who would miss me",
    "hope i go in my sleep",
    "please let me go",
    "walk in front of a train",
    "swallow the lot",
    "cant bear this",
    "this is no life",
    "tired of fighting",
    "I give up",
    "i am afraid i will do something stupid",
    "better of dead",
    "am i dying",
    "how much longer can i go on",
    "want it over",
    "nothing matters any more",
    "death would be a relief",
    "dont want to be hear",
    "no hope",
    "in despair",
    "I cannot live this way",
    "I dont want to suffer any more",
    "finish me off",
    "just shoot me",
    "end my suffering",
    "not going to make it",
    "i dont know if i can go on",
    "why am i still alive",
    "i should have died",
    "cant go thru another nite",
    "tempted to take too many tablets",
    "thinking of overdosing",
    "im a waste of space",
    "everyone would be better off",
    "no longer want to live",
]

ORDINARY = [
    "",
    "   ",
    "Slept badly, back stiff in the morning.",
    "dying for a coffee",
    "I was dying for a cup of tea and a sit down",
    "I'm dying to see the grandchildren",
    "my phone died",
    "The car battery is dying",
    "my back is killing me",
    "My back's killing me today!",
    "these shoes are killing me",
    "the pain is killing me",
    "took two tablets to kill the pain",
    "painkillers do nothing",
    "The pain died down after a bath",
    "dead leg after sitting",
    "dead tired",
    "deadlines at work",
    "bored to death in the waiting room",
    "scared to death of needles",
    "by the end it all hurt",
    "at the end it all settled",
    "I could not sleep, life goes on",
    "I can't go on holiday",
    "can't go on long walks now",
    "I can't go on the bus",
    "cannot go on walking after 10 minutes",
    "want to give up smoking",
    "I had to give up the garden",
    "I can't take ibuprofen",
    "can't take it with food",
    "I can't stand any longer than ten minutes",
    "I hurt myself lifting a box",
    "I do not want to hurt myself again at the gym",
    "my mother died of lung cancer",
    "my dad is dying",
    "killing time before the scan",
    "a killer headache",
    "my husband will kill me if I lift that",
    "the cake was to die for",
    "walked 3 kms",
    "the diet is no joke",
    "I studied all day and dyed my hair",
    "pointless walk, no point in taking more tablets",
    "don't want to wake up my husband",
    "The doctor gave up on the first vein",
    "It came on at night, went on for an hour",
    "I want to end my shift early",
    "she died laughing",
    "no hope of a visit before Friday",
    "with two tablets I make it through the night",
    "the dog makes life worth living",
    "I do not want to go on morphine",
    "I don't wake up at night now",
    "nearly killed myself on the wet step",
    "I top myself up with paracetamol at noon",
    "slept like the dead",
    "the left side is dead to touch",
    "I am dying for a nice cold drink",
    "I could die for a coffee",
    "I'm dying to try the new chair",
    "hoping it is going to die down by Sunday",
    "can't take any more tablets until six",
    "can't take much more ibuprofen, it upsets my stomach",
    "I can't keep going back to the doctor",
    "can't keep going to the toilet all night",
    "don't want to go on sick leave",
    "I don't want to go on stronger tablets",
    "I don't want to wake up the baby",
    "I don't want to live in a care home",
    "I want to give up my job",
    "I want to give up golf, it hurts too much",
    "can't go on walking, so I sit down",
    "I can't carry on driving past an hour",
    "scared to death of the dentist",
    "said goodbye to the physio",
    "no strength left in my leg",
    "the dog wants out at six",
    "I can't go on long walks any more",
    "hoping not to wake my husband",
    "I doubt I'll see the doctor before Monday",
    "saved my tablets for the night",
    "I gave up smoking in May",
    "I am ready to go home from hospital",
    "I can't continue the exercises",
    "I'm not going to make it to the appointment",
    "I am terrified of needles",
    "it is the end of the week",
]

WISHES = [
    "I want to die",
    "I wanted to die",
    "I wish to die",
    "I am ready to die",
    "I am thinking of dying",
    "I thought about dying",
]


@pytest.mark.parametrize("text", DESPAIR)
def test_words_of_despair_are_heard(text):
    assert despair.speaks_of_despair(text)
    assert despair.speaks_of_despair(f"Pain 8, bad night. {text.upper()} Took a tablet.")


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_about_pain_are_not_taken_for_despair(text):
    assert not despair.speaks_of_despair(text)


def test_an_idiom_does_not_hide_despair_beside_it():
    for idiom in ORDINARY:
        assert despair.speaks_of_despair(f"{idiom}. I want to die."), idiom


@pytest.mark.parametrize("wish", WISHES)
def test_nothing_written_after_a_wish_to_die_takes_it_back(wish):
    for after in ("for a coffee", "for some time", "of thirst", "down here", "away from home"):
        assert despair.speaks_of_despair(f"{wish} {after}"), after


def test_an_idiom_ends_with_its_sentence():
    assert despair.speaks_of_despair("I want to give up. Smoking does not help either.")
    assert despair.speaks_of_despair("I can't go on. Walking hurts.")
    assert despair.speaks_of_despair("I can't go on! Walking hurts.")
    assert not despair.speaks_of_despair("I want to give up smoking.")


def test_a_long_diary_is_read_at_once():
    assert not despair.speaks_of_despair("I can't go to work because my back is so sore. " * 2_000)
    assert despair.speaks_of_despair("A quiet day. " * 2_000 + "I want to die")


def test_what_was_written_is_never_logged_or_printed(logged, capsys):
    assert despair.speaks_of_despair("I want to die, says Zebedee")
    assert "Zebedee" not in logged()
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("code", list(countries.countries()))
def test_the_help_names_the_line_and_the_emergency_number_of_the_country(code):
    country = countries.country(code)
    found = despair.help_words(country)
    text = " ".join(found.sentences)
    assert found.title
    assert country.crisis_text in text
    assert country.emergency_text in text
    assert "{" not in text
    assert "None" not in text
    if country.crisis_line:
        assert found.href == country.crisis_line.tel_href
        assert country.crisis_line.hours in text
        assert country.crisis_line.source.url.startswith("http")
    else:
        assert found.href is None
        assert not re.search(r"[0-9]", text)


@pytest.mark.parametrize("code", list(countries.countries()))
def test_the_help_is_short_calm_and_easy_to_read(code):
    found = despair.help_words(countries.country(code))
    sentences = [found.title, *found.sentences]
    text = " ".join(sentences).lower()
    for word in ("suicid", "safe here", "do not worry", "unfortunately", "cancer", "!"):
        assert word not in text.replace(countries.country(code).crisis_text.lower(), "")
    for sentence in found.sentences:
        for one in re.split(r"(?<=[.?]) ", sentence):
            assert len(one.split()) <= 20, one
    textstat = pytest.importorskip("textstat", reason="needs requirements-dev.txt")
    plain = " ".join(despair.help_words(countries.country("gb")).sentences)
    assert textstat.flesch_kincaid_grade(plain) <= 8


def test_it_says_that_the_words_have_gone_to_nobody():
    text = " ".join(despair.help_words(countries.country("gb")).sentences)
    assert "told nobody" in text


def test_a_phrase_that_could_never_match_is_refused(tmp_path, monkeypatch):
    text = (paths.CONTENT / "crisis.yaml").read_text("utf-8")
    monkeypatch.setattr(paths, "CONTENT", tmp_path)
    try:
        for wrong in ("Want to die", "can't go on", "want to (die", "want.*die"):
            (tmp_path / "crisis.yaml").write_text(
                text.replace("\nmeant:\n", f'\nmeant:\n  - "{wrong}"\n', 1), encoding="utf-8"
            )
            despair._file.cache_clear()
            despair._patterns.cache_clear()
            with pytest.raises(yaml_files.DataFileError, match=r"crisis\.yaml"):
                despair.speaks_of_despair("hello")
    finally:
        despair._file.cache_clear()
        despair._patterns.cache_clear()
