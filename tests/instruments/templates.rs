//! Every template says what the table of facts says, and no more; wording and confirmed facts make new versions.

use std::collections::BTreeSet;

use attune::{
    instrument::{
        Answer, AnswerSet, FigureKind, Instrument, Kind, Method, Provenance, Unconfirmed, catalogue, check,
        scoring::{MissingRule, Score, score, score_named, score_range},
        templates::{ConfirmError, Said, WordingError, all, confirm, find, with_option_wording, with_wording},
    },
    words::Lang,
};
use serde_json::{Value, json};

/// The table of facts, one entry a template: the three forms of the ARM share one.
fn facts() -> Vec<Value> {
    let table: Value = serde_json::from_str(include_str!("../data/instruments-facts.json")).unwrap();
    let mut found = Vec::new();
    for entry in table["instruments"].as_array().unwrap() {
        match entry["items"].as_object() {
            None => found.push(entry.clone()),
            Some(forms) => found.extend(forms.iter().map(|(name, count)| {
                let mut form = entry.clone();
                (form["id"], form["items"]) = (json!(name), count.clone());
                form
            })),
        }
    }
    found
}

fn template(facts: &Value) -> &'static Instrument {
    let id = facts["id"].as_str().unwrap().to_lowercase();
    find(&id).unwrap_or_else(|| panic!("no {id}"))
}

/// Whether a fact was looked up. What has no word of its own goes by the entry's, and without any counts as looked up.
fn looked_up(facts: &Value, key: &str) -> bool {
    let status = facts.get(key).or_else(|| facts.get("status")).and_then(Value::as_str);
    status.is_none_or(|status| status.starts_with("looked up"))
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().map(|list| list.iter().filter_map(Value::as_f64).collect()).unwrap_or_default()
}

fn ids(value: &Value) -> Vec<String> {
    value.as_array().map(|list| list.iter().map(Value::to_string).collect()).unwrap_or_default()
}

#[test]
fn there_is_one_template_an_entry_and_each_holds_together() {
    assert_eq!(all().len(), facts().len());
    assert_eq!(all().len(), 25);
    for template in all() {
        let id = &template.reference.id;
        assert_eq!(check(template), [], "{id}");
        assert!(template.lacks_wording() && template.items.iter().all(|item| item.text.is_empty()), "{id}");
        assert!(Lang::ALL.iter().all(|lang| template.speaks(*lang)), "{id}");
        assert!(Lang::ALL.iter().all(|lang| template.licence.terms.exact(*lang).is_some()), "{id}");
        assert!(!template.licence.name.is_empty() && !template.normed, "{id}");
        assert_eq!(template.provenance, Provenance::Template);
        assert_eq!(catalogue::find(&template.reference).unwrap(), template.as_ref());
        let written = serde_json::to_string(template.as_ref()).unwrap();
        assert_eq!(&serde_json::from_str::<Instrument>(&written).unwrap(), template.as_ref(), "{id}");
    }
}

#[test]
fn items_ranges_and_reversed_ones_are_those_of_the_facts() {
    for facts in facts() {
        let (template, id) = (template(&facts), &facts["id"]);
        let count = facts["items"].as_u64().or_else(|| facts["goals"].as_u64()).unwrap();
        assert_eq!(template.items.len() as u64, count, "{id}");
        let range = numbers(&facts["range"]);
        for item in &template.items {
            let found = template.item_range(item).map(|(low, high)| vec![low, high]);
            assert_eq!(found.unwrap_or_default(), range, "{id}");
        }
        let reversed: Vec<String> =
            template.items.iter().filter(|item| item.reversed).map(|item| item.id.clone()).collect();
        assert_eq!(reversed, ids(&facts["reversed"]), "{id}");
        for (key, status, fact) in [
            ("range", "range_status", Unconfirmed::Range),
            ("reversed", "reversed_status", Unconfirmed::Reversed),
            ("map", "map_status", Unconfirmed::Map),
            ("licence", "licence_status", Unconfirmed::Licence),
        ] {
            // Where the map has the word, it also speaks for the reversed items.
            let status = if key == "reversed" && facts.get(status).is_none() { "map_status" } else { status };
            if facts.get(key).is_some() && !looked_up(&facts, status) {
                assert!(template.unconfirmed.contains(&fact), "{id} {fact:?}");
            }
        }
        let looked = facts["licence_status"] == "looked up";
        assert_eq!(template.unconfirmed.contains(&Unconfirmed::Licence), !looked, "{id}");
        let sure = !range.is_empty() && looked_up(&facts, "range_status");
        assert_eq!(template.unconfirmed.contains(&Unconfirmed::Range), !sure, "{id}");
        // Where the facts tell how a score is made and name no reversed item, there is none.
        if facts.get("reversed").is_none() {
            let told = ["total", "score", "map", "goals", "credibility"].iter().any(|key| facts.get(key).is_some());
            assert_eq!(template.unconfirmed.contains(&Unconfirmed::Reversed), !told, "{id}");
        }
    }
}

#[test]
fn scales_are_those_of_the_facts() {
    for facts in facts() {
        let (template, id) = (template(&facts), &facts["id"]);
        let mut expected = BTreeSet::new();
        for (scale, items) in facts["map"].as_object().into_iter().flatten() {
            let listed = if facts["map_note"] == "inclusive item ranges" {
                let ends = numbers(items);
                (ends[0] as u32..=ends[1] as u32).map(|item| item.to_string()).collect()
            } else {
                ids(items)
            };
            expected.insert((scale.clone(), listed));
        }
        for scale in ["credibility", "expectancy"] {
            if facts.get(scale).is_some() {
                expected.insert((scale.to_owned(), ids(&facts[scale])));
            }
        }
        let known = |scale: &&attune::instrument::Scale| !["total", "risk", "non-risk"].contains(&scale.id.as_str());
        let found: BTreeSet<_> =
            template.scales.iter().filter(known).map(|scale| (scale.id.clone(), scale.items.clone())).collect();
        assert_eq!(found, expected, "{id}");
        if let Some(total) = template.scale("total") {
            assert_eq!(total.items.len(), template.items.len(), "{id}");
            let range = numbers(&facts["total"]);
            if let [low, high] = range[..] {
                assert_eq!(score_range(template, total), Some((low, high)), "{id}");
                assert_eq!(total.method, Method::Sum, "{id}");
            }
            match facts["score"].as_str() {
                Some("10 x mean") => assert_eq!((total.method, total.times.0), (Method::Mean, 10.0)),
                Some("4 x sum") => assert_eq!((total.method, total.times.0), (Method::Sum, 4.0)),
                _ => assert_eq!(total.times.0, 1.0),
            }
            // How the score is made is either told or marked as not confirmed.
            let told = !range.is_empty() || facts.get("score").is_some();
            let memory = facts["status"] == "memory";
            assert_eq!(template.unconfirmed.contains(&Unconfirmed::Score), !told || memory, "{id}");
        }
        // Scales of which only the names are known are named in docs/templates.md and scored nowhere.
        if facts.get("scales").is_some() && facts.get("map").is_none() {
            assert!(template.unconfirmed.contains(&Unconfirmed::Map), "{id}");
        }
    }
}

#[test]
fn a_missing_rule_is_there_only_where_the_facts_have_one() {
    for facts in facts() {
        let template = template(&facts);
        for scale in &template.scales {
            let rule = &facts["prorate_max_missing"];
            let expected = rule.as_u64().or_else(|| rule[&scale.id].as_u64()).map(|count| count as usize);
            assert_eq!(scale.may_miss, expected, "{} {}", facts["id"], scale.id);
            assert_eq!(scale.higher_is_better, None);
            let nothing = score(template, scale, &AnswerSet::default(), MissingRule::ByScale);
            assert_eq!(nothing == Score::Unconfirmed, expected.is_none());
        }
        let direction = if facts["id"] == "WHO-5" { Some(true) } else { None };
        assert_eq!(template.higher_is_better, direction, "{}", facts["id"]);
    }
}

/// Every number in a value, with those of `skip` keys left out.
fn numbers_below(value: &Value, found: &mut Vec<f64>) {
    match value {
        Value::Number(number) => found.extend(number.as_f64()),
        Value::Array(list) => list.iter().for_each(|inner| numbers_below(inner, found)),
        Value::Object(map) => {
            map.iter().filter(|(key, _)| *key != "n").for_each(|(_, inner)| numbers_below(inner, found))
        }
        _ => {}
    }
}

#[test]
fn published_figures_are_those_of_the_facts_each_as_sure_as_it_is() {
    let keys = [
        ("cutoff", "cutoff_status", FigureKind::CutOff),
        ("cutoff_SD", "status", FigureKind::CutOff),
        ("strong_cutoffs", "cutoffs_status", FigureKind::CutOff),
        ("reliable_change", "rc_status", FigureKind::ReliableChange),
        ("rci", "rci_status", FigureKind::ReliableChange),
        ("alpha", "alpha_status", FigureKind::Alpha),
        ("retest", "alpha_status", FigureKind::Retest),
    ];
    for facts in facts() {
        let id = facts["id"].as_str().unwrap();
        let mut expected = Vec::new();
        for (key, status, kind) in keys {
            let mut values = Vec::new();
            match (id, key) {
                ("WHO-5", "cutoff") => values.push(50.0),
                ("WAI-SR", "alpha") => values.extend([0.8; 3]),
                _ => numbers_below(&facts[key], &mut values),
            }
            // In the entry of the CORE-10 one word on the cut-off stands for the figures beside it too. Ten points of the
            // WHO-5 are no reliable change, whatever the table calls them: measurement error alone can make 23.6.
            let unsure = id == "CORE-10" || (id, key) == ("WHO-5", "reliable_change");
            expected.extend(values.iter().map(|v| format!("{kind:?} {v} {}", looked_up(&facts, status) && !unsure)));
        }
        let mut bands = Vec::new();
        match facts["bands"][0].as_array() {
            Some(_) => bands.extend(facts["bands"].as_array().unwrap().iter().filter_map(|band| band[0].as_f64())),
            None => numbers_below(&facts["bands"], &mut bands),
        }
        expected
            .extend(bands.iter().map(|band| format!("{:?} {band} {}", FigureKind::Band, looked_up(&facts, "status"))));
        let template = template(&facts);
        let mut found: Vec<String> =
            template.figures.iter().map(|f| format!("{:?} {} {}", f.kind, f.value, f.confirmed)).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{id}");
        // Whether a cut-off takes in its own value is known of one scale.
        assert!(template.figures.iter().all(|figure| figure.inclusive.is_none() || id == "WHO-5"), "{id}");
    }
}

#[test]
fn items_on_risk_and_licences_that_forbid_changes_are_marked() {
    for template in all() {
        let expected: Option<&[&str]> = match template.reference.id.as_str() {
            "phq-9" => Some(&["9"]),
            "core-10" => Some(&["6"]),
            "core-om" => Some(&["6", "9", "16", "22", "24", "34"]),
            "oq-45.2" => Some(&["8", "44"]),
            _ => None,
        };
        let found: Option<Vec<&str>> =
            template.risk_items.as_ref().map(|items| items.iter().map(String::as_str).collect());
        assert_eq!(found.as_deref(), expected, "{}", template.reference.id);
        assert_eq!(template.unconfirmed.contains(&Unconfirmed::Risk), expected.is_some());
    }
    for facts in facts() {
        let forbids = facts["licence"].as_str().unwrap().contains("ND");
        assert_eq!(template(&facts).licence.no_derivatives, forbids, "{}", facts["id"]);
    }
    let core = find("core-om").unwrap();
    let (risk, rest) = (core.scale("risk").unwrap(), core.scale("non-risk").unwrap());
    assert_eq!(risk.items, core.risk_items.clone().unwrap());
    assert_eq!(risk.items.len() + rest.items.len(), 34);
    assert!(rest.items.iter().all(|item| !risk.items.contains(item)));
}

#[test]
fn wording_goes_in_once_a_line_an_item_and_never_over_a_licence() {
    let lines = |count: usize| (1..=count).map(|n| format!("Sentence {n}\n\n")).collect::<String>();
    let phq = find("phq-9").unwrap();
    let made = with_wording(phq, &lines(9), Lang::Es).unwrap();
    assert_eq!((made.item("9").unwrap().text.exact(Lang::Es), made.reference.version), (Some("Sentence 9"), 2));
    assert!(!made.lacks_wording() && made.speaks(Lang::Es) && !made.speaks(Lang::En));
    assert!(with_wording(&made, &lines(9), Lang::En).unwrap().speaks(Lang::En));
    let few = WordingError::TooFew { wanted: 9, found: 7, missing: "8".to_owned() };
    assert_eq!(with_wording(phq, &lines(7), Lang::En), Err(few));
    let many = WordingError::TooMany { wanted: 9, found: 10, line: "Sentence 10".to_owned() };
    assert_eq!(with_wording(phq, &lines(10), Lang::En), Err(many));
    assert!(matches!(with_wording(phq, "", Lang::En), Err(WordingError::TooFew { found: 0, .. })));
    let ors = find("ors").unwrap();
    let shuffled = with_wording(ors, "2) b\n1) a\n4) d\n3) c", Lang::En).unwrap();
    assert_eq!(shuffled.item("1").unwrap().text.get(Lang::En), "a");
    let gap = WordingError::Missing { item: "3".to_owned() };
    assert_eq!(with_wording(ors, "1. a\n2. b\n3.\n4. d", Lang::En), Err(gap.clone()));
    // A sentence that begins with a number is no numbered line unless all are.
    assert_eq!(with_wording(ors, "1. a\nb\nc\nd", Lang::En).unwrap().item("1").unwrap().text.get(Lang::En), "1. a");
    let core = find("core-10").unwrap();
    let worded = with_wording(core, &lines(10), Lang::En).unwrap();
    for lang in Lang::ALL {
        assert_eq!(with_wording(&worded, &lines(10), lang), Err(WordingError::NoDerivatives));
    }
    let options = with_option_wording(&worded, "a\nb\nc\nd\ne", Lang::En).unwrap();
    assert_eq!((options.option_text(4.0, Lang::En), options.reference.version), (Some("e"), 3));
    assert_eq!(with_option_wording(&options, "a\nb\nc\nd\ne", Lang::Es), Err(WordingError::NoDerivatives));
    let preferences = find("c-nip").unwrap();
    assert_eq!(preferences.option_text(-3.0, Lang::En), Some("\u{2212}3"));
    assert!(matches!(
        with_option_wording(preferences, "a\nb", Lang::En),
        Err(WordingError::TooFew { missing, .. }) if missing == "\u{2212}1"
    ));
    for error in [gap, WordingError::NoDerivatives] {
        assert!(Lang::ALL.iter().all(|lang| !error.say(*lang).is_empty()));
    }
}

fn rule(scale: &str, may_miss: usize) -> Said {
    Said::MissingRule { scale: scale.to_owned(), may_miss }
}

#[test]
fn what_is_confirmed_makes_a_version_that_can_be_scored() {
    let phq = find("phq-9").unwrap();
    let direction = Said::Direction { scale: None, higher_is_better: false };
    let risk = Said::Risk(vec!["9".to_owned()]);
    let made = confirm(phq, &[rule("total", 2), direction, risk, Said::Figure(0, Some(true))]).unwrap();
    assert_eq!((made.reference.version, made.higher_is_better, made.unconfirmed.len()), (2, Some(false), 0));
    assert_eq!((made.figures[0].inclusive, made.figures[0].confirmed), (Some(true), true));
    let mut answers: AnswerSet = phq.items.iter().map(|item| (item.id.clone(), Answer::Value(1.0))).collect();
    answers.set("1", Answer::Skipped);
    let total = |answers: &AnswerSet| score_named(&made, "total", answers, MissingRule::ByScale);
    assert_eq!(total(&answers), Some(Score::Prorated { value: 9.0, missing: 1 }));
    answers.set("9", Answer::Skipped);
    assert_eq!(total(&answers), Some(Score::NotEnough { answered: 7, of: 9 }), "an item on risk is never made up for");
}

#[test]
fn a_scale_is_named_reversed_items_told_and_a_range_set() {
    let star = find("star-p").unwrap();
    let items: Vec<String> = ["1", "2", "3"].map(str::to_owned).to_vec();
    let said = [
        Said::Items { scale: "input".to_owned(), items: items.clone() },
        Said::Score { scale: "input".to_owned(), method: Method::Sum, times: 2.0 },
        Said::Reversed(vec!["2".to_owned()]),
        Said::Fact(Unconfirmed::Map),
        rule("input", 0),
        Said::Range { items: Vec::new(), low: 1.0, high: 4.0 },
    ];
    let made = confirm(star, &said).unwrap();
    assert_eq!(made.unconfirmed, [Unconfirmed::Score, Unconfirmed::Licence]);
    assert_eq!(made.range(), (1.0, 4.0));
    let answers = items.iter().map(|item| (item.clone(), Answer::Value(4.0))).collect();
    assert_eq!(score_named(&made, "input", &answers, MissingRule::ByScale), Some(Score::Complete(18.0)));
}

#[test]
fn what_does_not_fit_is_refused_by_name() {
    let refused = |id: &str, said: &[Said]| confirm(find(id).unwrap(), said).unwrap_err();
    assert_eq!(refused("k6", &[rule("goal", 0)]), ConfirmError::NoScale("goal".to_owned()));
    assert_eq!(refused("k6", &[rule("total", 6)]), ConfirmError::TooManyMissing { scale: "total".to_owned(), of: 6 });
    assert_eq!(refused("k6", &[Said::Risk(vec!["7".to_owned()])]), ConfirmError::NoItem("7".to_owned()));
    assert_eq!(refused("k6", &[Said::Figure(1, None)]), ConfirmError::NoFigure);
    let empty = Said::Items { scale: "new".to_owned(), items: Vec::new() };
    assert_eq!(refused("k6", &[empty, rule("new", 0)]), ConfirmError::NoItems("new".to_owned()));
    for (low, high) in [(3.0, 3.0), (4.0, 1.0), (f64::NAN, 1.0), (0.0, 1e9), (0.0, f64::INFINITY)] {
        assert_eq!(refused("k6", &[Said::Range { items: Vec::new(), low, high }]), ConfirmError::Backwards);
    }
    let own = catalogue::alliance_scale().unwrap();
    assert_eq!(confirm(own, &[rule("goal", 0)]).unwrap_err(), ConfirmError::Own);
    for error in [ConfirmError::Own, ConfirmError::NoRange("x".to_owned())] {
        assert!(Lang::ALL.iter().all(|lang| !error.say(*lang).is_empty()));
    }
}

#[test]
fn answers_on_different_ranges_are_never_simply_added_up() {
    let ceq = find("ceq").unwrap();
    assert!(ceq.items.iter().all(|item| matches!(item.kind, Kind::Number(_))));
    let no_range = ConfirmError::NoRange("expectancy".to_owned());
    assert_eq!(confirm(ceq, &[rule("expectancy", 0)]).unwrap_err(), no_range);
    let range = |items: &[&str], high| Said::Range {
        items: items.iter().map(|item| (*item).to_owned()).collect(),
        low: 0.0,
        high,
    };
    let mixed = [range(&["4", "6"], 100.0), range(&["5"], 9.0), rule("expectancy", 0)];
    assert_eq!(confirm(ceq, &mixed).unwrap_err(), no_range);
    let same = confirm(ceq, &[range(&["1", "2", "3"], 9.0), rule("credibility", 0)]).unwrap();
    assert_eq!(score_range(&same, same.scale("credibility").unwrap()), Some((0.0, 9.0)));
}
