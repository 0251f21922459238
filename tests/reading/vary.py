# SPDX-License-Identifier: Apache-2.0
"""Contracts with sentences varied by machine: numbers, units, order, synonyms, names of parties.

Every contract comes from a seed, so that the same seed gives the same contracts and truth.
"""

import random

WORDS_EN = {2: "two", 3: "three", 5: "five", 7: "seven", 10: "ten", 14: "fourteen", 15: "fifteen",
            20: "twenty", 24: "twenty-four", 30: "thirty", 36: "thirty-six", 45: "forty-five",
            48: "forty-eight", 60: "sixty", 72: "seventy-two", 90: "ninety"}
WORDS_FR = {2: "deux", 3: "trois", 5: "cinq", 7: "sept", 10: "dix", 14: "quatorze", 15: "quinze",
            20: "vingt", 24: "vingt-quatre", 30: "trente", 36: "trente-six", 45: "quarante-cinq",
            48: "quarante-huit", 60: "soixante", 72: "soixante-douze", 90: "quatre-vingt-dix"}
PARTIES_EN = [("Customer", "Supplier"), ("Controller", "Processor"), ("Client", "Provider"),
              ("Company", "Vendor"), ("Subscriber", "Service Provider")]
PARTIES_FR = [("Client", "Prestataire"), ("Responsable du traitement", "Sous-traitant"),
              ("Abonné", "Fournisseur"), ("Client", "Hébergeur")]


def number(dice, n, words):
    return dice.choice([f"{words[n]} ({n})", words[n], str(n)])


def english(dice):
    ctl, prc = dice.choice(PARTIES_EN)
    breach = dice.choice([24, 36, 48, 72])
    notice, objection = dice.choice([14, 15, 30, 45, 60]), dice.choice([5, 7, 10, 14, 20])
    request = dice.choice([2, 3, 5, 7, 10])
    delay, certificate = dice.choice([30, 45, 60, 90]), dice.choice([5, 7, 10, 14])
    lead, times = dice.choice([10, 15, 20, 30]), dice.choice(["once", "twice"])
    working = dice.choice(["", "business ", "working "])
    unit = "working-days" if working else "days"
    say = lambda n: number(dice, n, WORDS_EN)  # noqa: E731
    must = dice.choice(["shall", "will", "must", "agrees to"])
    clauses = [
        ("Breaches", [
            dice.choice([
                f"{prc} {must} notify {ctl} of any personal data breach without undue delay and in "
                f"any event within {say(breach)} hours after becoming aware of it.",
                f"Upon becoming aware of a personal data breach, {prc} {must} inform {ctl} thereof "
                f"without undue delay and no later than {say(breach)} hours thereafter.",
                f"No later than {say(breach)} hours after it becomes aware of a personal data "
                f"breach, and without undue delay, {prc} {must} report it to {ctl}."])],
         [("breach.notice", f"within={breach} hours; promptness=without-undue-delay; "
                            "from=awareness")]),
        ("Sub-processors", [
            dice.choice([
                f"{ctl} grants {prc} a general written authorisation to engage sub-processors.",
                f"{prc} may engage sub-processors under the general authorisation of {ctl}."]),
            dice.choice([
                f"{prc} {must} inform {ctl} in writing of any intended addition or replacement of "
                f"a sub-processor at least {say(notice)} days in advance.",
                f"{prc} {must} give {ctl} no less than {say(notice)} days' prior notice before "
                f"adding or replacing a sub-processor."]),
            dice.choice([
                f"{ctl} may object within {say(objection)} {working}days of receiving the notice.",
                f"Within {say(objection)} {working}days of receipt of the notice, {ctl} may raise "
                f"objections to the sub-processor."])],
         [("sub-processors.authorisation", "is=general"),
          ("sub-processors.notice", f"at-least={notice} days"),
          ("sub-processors.objection", f"within={objection} {unit}; from=receipt-of-notice")]),
        ("Requests of data subjects", [
            dice.choice([
                f"{prc} {must} forward any request of a data subject to {ctl} within "
                f"{say(request)} {working}days of its receipt.",
                f"Where {prc} receives a request from a data subject, it {must} notify {ctl} "
                f"within {say(request)} {working}days of receipt."])],
         [("requests.forward", f"within={request} {unit}; from=receipt-of-request")]),
        ("Audits", [
            dice.choice([
                f"{ctl} may audit {prc} not more than {times} per calendar year on at least "
                f"{say(lead)} days' written notice.",
                f"Upon at least {say(lead)} days' prior written notice, and {times} per calendar "
                f"year at most, {ctl} may carry out audits, including inspections."])],
         [("audits.right", "-"), ("audits.notice", f"at-least={lead} days"),
          ("audits.frequency", f"times={1 if times == 'once' else 2}; per=calendar-year")]),
        ("Deletion and return", [
            dice.choice([
                f"Within {say(delay)} days after the end of the agreement, {prc} {must}, at the "
                f"choice of {ctl}, delete or return all personal data.",
                f"Upon termination of the services {prc} {must} delete or return all personal data "
                f"within {say(delay)} days, at {ctl}'s choice."]),
            f"{prc} {must} certify the deletion in writing within {say(certificate)} days of its "
            f"completion."],
         [("end.trigger", "-"),
          ("end.delay", f"within={delay} days; from=end-of-agreement"),
          ("end.choice", "is=controller"),
          ("end.certificate", f"within={certificate} days; from=completion-of-destruction")]),
        ("Fees", [f"Invoices are payable within {say(dice.choice([14, 30, 60]))} days of receipt."],
         []),
    ]
    head = (f"Data Processing Agreement\n\nbetween Ashdown Example Ltd (the \"{ctl}\") and Penrose "
            f"Example Ltd (the \"{prc}\").\n\n")
    return head, clauses


def french(dice):
    ctl, prc = dice.choice(PARTIES_FR)
    the_prc = ("l'" if prc[0] in "HÉ" else "le ") + prc
    the_ctl = ("l'" if ctl[0] == "A" else "le ") + ctl
    of_ctl = ("de l'" if ctl[0] == "A" else "du ") + ctl
    to_ctl = "à l'" + ctl if ctl[0] == "A" else "au " + ctl
    upper = the_prc[0].upper() + the_prc[1:]
    breach = dice.choice([24, 36, 48, 72])
    notice, objection = dice.choice([14, 15, 30, 45, 60]), dice.choice([5, 7, 10, 14, 20])
    request = dice.choice([2, 3, 5, 7, 10])
    delay, certificate = dice.choice([30, 45, 60, 90]), dice.choice([5, 7, 10, 14])
    lead, times = dice.choice([10, 15, 20, 30]), dice.choice([("une", 1), ("deux", 2)])
    working = dice.choice(["", " ouvrables", " ouvrés"])
    unit = "working-days" if working else "days"
    say = lambda n: number(dice, n, WORDS_FR)  # noqa: E731
    clauses = [
        ("Violations de données", [
            dice.choice([
                f"{upper} notifie {to_ctl} toute "
                f"violation de données à caractère personnel dans les meilleurs délais et au plus "
                f"tard {say(breach)} heures après en avoir pris connaissance.",
                f"{upper} informe {the_ctl} de toute violation de données à caractère personnel "
                f"dans les meilleurs délais et, en tout état de cause, dans les {say(breach)} "
                f"heures suivant sa prise de connaissance."])],
         [("breach.notice", f"within={breach} hours; promptness=without-undue-delay; "
                            "from=awareness")]),
        ("Sous-traitants ultérieurs", [
            f"{the_ctl[0].upper() + the_ctl[1:]} donne une autorisation générale de recourir à des "
            f"sous-traitants ultérieurs.",
            dice.choice([
                f"{upper} informe {the_ctl} par écrit de l'ajout ou du remplacement de tout "
                f"sous-traitant ultérieur au moins {say(notice)} jours à l'avance.",
                f"{upper} avise {the_ctl}, moyennant un préavis d'au moins {say(notice)} jours, de "
                f"tout changement de sous-traitant ultérieur."]),
            dice.choice([
                f"{the_ctl[0].upper() + the_ctl[1:]} peut s'y opposer dans les {say(objection)} "
                f"jours{working} suivant la réception de l'avis.",
                f"Dans un délai de {say(objection)} jours{working} à compter de la réception de "
                f"l'avis, {the_ctl} peut émettre des objections."])],
         [("sub-processors.authorisation", "is=general"),
          ("sub-processors.notice", f"at-least={notice} days"),
          ("sub-processors.objection", f"within={objection} {unit}; from=receipt-of-notice")]),
        ("Droits des personnes concernées", [
            dice.choice([
                f"{upper} transmet à {the_ctl} toute demande d'une personne concernée dans les "
                f"{say(request)} jours{working} de sa réception.",
                f"Lorsqu'une personne concernée lui adresse une demande, {the_prc} en informe "
                f"{the_ctl} dans un délai de {say(request)} jours{working} à compter de sa "
                f"réception."])],
         [("requests.forward", f"within={request} {unit}; from=receipt-of-request")]),
        ("Audits", [
            dice.choice([
                f"{the_ctl[0].upper() + the_ctl[1:]} peut réaliser un audit, {times[0]} fois par "
                f"année civile au plus, moyennant un préavis écrit d'au moins {say(lead)} jours.",
                f"Moyennant un préavis de {say(lead)} jours, {the_ctl} peut procéder à des audits, "
                f"{times[0]} fois par année civile au maximum."])],
         [("audits.right", "-"), ("audits.notice", f"at-least={lead} days"),
          ("audits.frequency", f"times={times[1]}; per=calendar-year")]),
        ("Sort des données", [
            dice.choice([
                f"Dans les {say(delay)} jours suivant la fin du contrat, {the_prc} supprime ou "
                f"restitue, au choix {of_ctl}, toutes les données à caractère personnel.",
                f"À la fin du contrat, {the_prc} efface ou restitue, au choix {of_ctl}, toutes les "
                f"données à caractère personnel dans un délai de {say(delay)} jours."]),
            f"{upper} atteste par écrit de la destruction dans les {say(certificate)} jours "
            f"suivant son achèvement."],
         [("end.trigger", "-"),
          ("end.delay", f"within={delay} days; from=end-of-agreement"),
          ("end.choice", "is=controller"),
          ("end.certificate", f"within={certificate} days; from=completion-of-destruction")]),
        ("Prix", [f"Les factures sont payables à {say(dice.choice([14, 30, 60]))} jours."], []),
    ]
    head = (f"Accord de traitement de données à caractère personnel\n\nentre Maison Exemple SA (ci-"
            f"après « {the_ctl} ») et Serveurs Exemple SAS (ci-après « {the_prc} »).\n\n")
    return head, clauses


def contracts(seed, count=12):
    """(name, text, truth) of each; truth as tests/reading/contracts/*.terms.tsv has it."""
    for index in range(count):
        dice = random.Random(seed * 1000 + index)
        head, clauses = english(dice) if index % 2 == 0 else french(dice)
        dice.shuffle(clauses)
        style = dice.choice(["{0}. ", "Article {0}. "])
        text, rows = head, []
        for number_of, (title, sentences, truth) in enumerate(clauses, 1):
            text += style.format(number_of) + title + "\n\n"
            for point, sentence in enumerate(sentences, 1):
                text += f"{number_of}.{point} {sentence}\n\n"
            for field, value in truth:
                wanted = dict(pair.split("=", 1) for pair in value.split("; ") if "=" in pair)
                rows.append((field, str(number_of), value, wanted))
        yield f"varied-{index}", text, rows
