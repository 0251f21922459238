# SPDX-License-Identifier: Apache-2.0
"""Contracts made out of the phrase bank (tests/reading/phrases/*.tsv), one sentence a clause."""

import collections
import hashlib
import pathlib
import random
import re

BANK = pathlib.Path(__file__).resolve().parent / "phrases"
LANGUAGES = ("en", "fr", "de")

Phrase = collections.namedtuple("Phrase", "field besides value text held")
Clause = collections.namedtuple("Clause", "number phrase text")
Contract = collections.namedtuple("Contract", "name text clauses")

# What a sentence on a field may say besides; such values are neither right nor wrong.
BESIDES = {
    "audits.cost": ("audits.right", "audits.frequency"), "audits.hours": ("audits.right",),
    "audits.frequency": ("audits.right",), "audits.notice": ("audits.right",),
    "audits.inspection": ("audits.right", "audits.information"),
    "audits.alternatives": ("audits.information", "audits.right"),
    "audits.secrecy": ("audits.right",), "audits.limits": ("audits.right",),
    "breach.content": ("breach.notice",), "breach.phases": ("breach.notice", "breach.content"),
    "breach.contact-point": ("breach.content",),
    "breach.third-parties": ("breach.notice",), "assistance.security": (
        "assistance.impact-assessment", "security.general"),
    "end.choice": ("end.trigger",), "end.delay": ("end.trigger", "end.choice"),
    "end.trigger": ("end.choice", "end.delay"), "end.exceptions": ("end.trigger", "end.choice"),
    "end.cost": ("end.trigger", "end.choice"), "end.format": ("end.choice", "end.trigger"),
    "contract.roles": ("instructions.rule",), "instructions.unable": ("instructions.infringing",),
    "requests.answer": ("requests.forward",), "requests.cost": ("requests.assist",),
    "requests.tools": ("requests.assist",), "security.change": ("security.general",),
    "sub-processors.copy": ("sub-processors.flow-down",),
    "sub-processors.notice": ("sub-processors.authorisation",),
    "sub-processors.effect": ("sub-processors.objection",),
    "sub-processors.silence": ("sub-processors.objection",),
    "transfers.tool": ("transfers.rule",), "transfers.rule": ("transfers.tool",),
}

# Names of roles: controller, processor; in German in the four cases.
ROLES = {
    "en": [("the Controller", "the Processor"), ("Customer", "Provider"),
           ("the Client", "the Supplier"), ("Company", "Vendor")],
    "fr": [("le Responsable du traitement", "le Sous-traitant"), ("le Client", "le Prestataire"),
           ("l'Acheteur", "le Titulaire"), ("l'Utilisateur", "l'Éditeur")],
    "de": [("der Verantwortliche", "der Auftragsverarbeiter"),
           ("der Auftraggeber", "der Auftragnehmer"), ("der Kunde", "der Anbieter"),
           ("die Kundin", "die Dienstleisterin")],
}
WEAK = ("der Verantwortliche", "der Kunde")  # all other cases end in -n
NAMES = {"en": ("Ashdown Example Ltd", "Penrose Example Ltd"),
         "fr": ("Maison Exemple SA", "Serveurs Exemple SAS"),
         "de": ("Beispiel Handel GmbH", "Muster Rechenzentrum AG")}
PERSONS = {"en": ("you", "we"), "fr": ("vous", "nous"), "de": ("Sie", "wir")}
TITLES = {"en": "Data Processing Agreement",
          "fr": "Accord de traitement de données à caractère personnel",
          "de": "Vertrag über die Auftragsverarbeitung personenbezogener Daten"}

HEADINGS = {
    "en": {"instructions": "Instructions", "confidentiality": "Confidentiality",
           "security": "Security of processing", "sub-processors": "Sub-processing",
           "transfers": "International transfers", "breach": "Personal data breach",
           "requests": "Rights of data subjects", "assistance": "Assistance", "audits": "Audits",
           "end": "Return and deletion", "law": "Governing law and courts",
           "precedence": "Precedence", "duration": "Term", "liability": "Liability",
           "termination": "Termination", "suspension": "Suspension", "amendment": "Amendments",
           "contacts": "Contacts", "none": "Miscellaneous", "": "Details of the processing"},
    "fr": {"instructions": "Instructions", "confidentiality": "Confidentialité",
           "security": "Sécurité du traitement", "sub-processors": "Sous-traitance ultérieure",
           "transfers": "Transferts internationaux",
           "breach": "Violation de données à caractère personnel",
           "requests": "Droits des personnes concernées", "assistance": "Assistance",
           "audits": "Audits", "end": "Sort des données", "law": "Droit applicable et juridiction",
           "precedence": "Hiérarchie des documents", "duration": "Durée",
           "liability": "Responsabilité", "termination": "Résiliation",
           "suspension": "Suspension", "amendment": "Modifications", "contacts": "Contacts",
           "none": "Divers", "": "Description du traitement"},
    "de": {"instructions": "Weisungen", "confidentiality": "Vertraulichkeit",
           "security": "Sicherheit der Verarbeitung", "sub-processors": "Unterauftragsverhältnisse",
           "transfers": "Übermittlung in Drittländer",
           "breach": "Verletzung des Schutzes personenbezogener Daten",
           "requests": "Rechte der betroffenen Personen", "assistance": "Unterstützung",
           "audits": "Kontrollrechte", "end": "Löschung und Rückgabe",
           "law": "Anwendbares Recht und Gerichtsstand", "precedence": "Rangfolge",
           "duration": "Laufzeit", "liability": "Haftung", "termination": "Kündigung",
           "suspension": "Aussetzung", "amendment": "Änderungen", "contacts": "Ansprechpartner",
           "none": "Sonstiges", "": "Gegenstand der Verarbeitung"},
}


def is_there(language):
    return (BANK / f"{language}.tsv").exists()


def is_held(text):
    """One sentence in three, and always the same ones."""
    return hashlib.sha256(text.encode("utf-8")).digest()[0] % 3 == 0


def phrases_of(language):
    rows = []
    for line in (BANK / f"{language}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            fields, value, text = line.split("\t")
            field, *besides = fields.replace("+", "").split()
            rows.append(Phrase(field, tuple(besides) + BESIDES.get(field, ()), value, text,
                               is_held(text)))
    return rows


def french(name):
    """The name, with "de" and with "à"."""
    noun = name.split(" ", 1)[1] if name.startswith("le ") else name
    if name.startswith("le "):
        return {"": name, ".de": f"du {noun}", ".a": f"au {noun}"}
    return {"": name, ".de": f"de {noun}", ".a": f"à {noun}"}


def german(name):
    """The name in the four cases."""
    article, noun = name.split(" ", 1)
    if article == "die":
        return {"": name, ".g": f"der {noun}", ".d": f"der {noun}", ".a": name}
    if name in WEAK:
        return {"": name, ".g": f"des {noun}n", ".d": f"dem {noun}n", ".a": f"den {noun}n"}
    ending = "s" if noun.endswith("er") else "es"
    return {"": name, ".g": f"des {noun}{ending}", ".d": f"dem {noun}", ".a": f"den {noun}"}


def english(name):
    return {"": name, "'s": f"{name}'s"}


FORMS = {"en": english, "fr": french, "de": german}


def fill(text, language, roles):
    """The names of the roles for {c} and {p}; {C} and {P} where a sentence begins."""
    for letter, name in zip("cp", roles):
        for suffix, form in FORMS[language](name).items():
            text = text.replace("{" + letter + suffix + "}", form)
            upper = "{" + letter.upper() + suffix + "}"
            text = text.replace(upper, form[0].upper() + form[1:])
    if re.search(r"\{.*?\}", text):
        raise ValueError(f"{language}: {text}")
    return text


def preamble(language, roles, with_persons):
    first, second = NAMES[language]
    one, other = roles
    if with_persons:
        join = {"en": " or ", "fr": " ou ", "de": " oder "}[language]
        marks = {"en": '"{}"', "fr": "« {} »", "de": "„{}“"}[language]
        one, other = (join.join(marks.format(word) for word in pair)
                      for pair in zip(roles, PERSONS[language]))
        shapes = {"en": "between {} ({}) and {} ({}).", "fr": "entre {} (ci-après {}) et {} (ci-"
                  "après {}).", "de": "zwischen {} (im Folgenden {}) und {} (im Folgenden {})."}
    else:
        shapes = {"en": 'between {} ("{}") and {} ("{}").',
                  "fr": "entre {} (ci-après « {} ») et {} (ci-après « {} »).",
                  "de": "zwischen {} (im Folgenden „{}“) und {} (im Folgenden „{}“)."}
    return shapes[language].format(first, one, second, other)


def has_persons(phrase, language):
    words = {"en": r"\b(we|we'll|our|us|you|your)\b", "fr": r"\b(nous|vous|nos|notre|vos|votre)\b",
             "de": r"\b([Ww]ir|[Uu]ns(er\w*)?|Ihnen|Ihre?\w?)\b"}[language]
    flags = re.IGNORECASE if language != "de" else 0
    return bool(re.search(words, phrase.text, flags)) and "{" not in phrase.text


def lay_out(language, name, chosen, roles, with_headings, with_persons):
    """The text of one contract and its clauses."""
    text = f"{TITLES[language]}\n\n{preamble(language, roles, with_persons)}\n\n"
    clauses, count = [], 0
    if not with_headings:
        for phrase in chosen:
            count += 1
            said = fill(phrase.text, language, roles)
            text += f"{count}. {said}\n\n"
            clauses.append(Clause(str(count), phrase, said))
        return Contract(name, text, clauses)
    sections = collections.defaultdict(list)
    for phrase in chosen:
        topic = phrase.field.split(".")[0]
        sections[topic if topic in HEADINGS[language] else ""].append(phrase)
    for topic, phrases in sections.items():
        count += 1
        text += f"{count}. {HEADINGS[language][topic]}\n\n"
        for point, phrase in enumerate(phrases, 1):
            said = fill(phrase.text, language, roles)
            text += f"{count}.{point} {said}\n\n"
            clauses.append(Clause(f"{count}.{point}", phrase, said))
    return Contract(name, text, clauses)


def clash(one, other):
    """Whether one contract with both would say a field twice."""
    return (one.field == other.field or one.field in other.besides
            or other.field in one.besides)


def contracts(language, seed):
    """Contracts that use every phrase once, a field at most once in each."""
    for with_persons in (False, True):
        dice = random.Random(f"{seed} {language} {with_persons}")
        by_field, decoys = collections.defaultdict(list), []
        for phrase in phrases_of(language):
            if has_persons(phrase, language) == with_persons:
                (decoys if phrase.field == "none" else by_field[phrase.field]).append(phrase)
        drawn = []
        phrases = [phrase for one in by_field.values() for phrase in one]
        dice.shuffle(phrases)
        for phrase in phrases:
            free = [chosen for chosen in drawn if not any(clash(phrase, one) for one in chosen)]
            if free:
                min(free, key=len).append(phrase)
            else:
                drawn.append([phrase])
        for index, phrase in enumerate(decoys if drawn else []):
            drawn[index % len(drawn)].append(phrase)
        for index, chosen in enumerate(drawn):
            dice.shuffle(chosen)
            roles = ROLES[language][index % len(ROLES[language])]
            kind = "we" if with_persons else "roles"
            yield lay_out(language, f"{language}-{kind}-{index}", chosen, roles, index % 2 == 0,
                          with_persons)
