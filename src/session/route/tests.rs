//! Every page has an address of its own and is found by it.

use super::*;

#[test]
fn every_address_leads_back_to_its_page() {
    let (person, session) = (PersonId::from_bytes([1; 16]), SessionId::from_bytes([2; 16]));
    for route in [
        Route::Welcome,
        Route::Link,
        Route::Setup,
        Route::Caseload,
        Route::NewPerson,
        Route::Person(person),
        Route::HandOver(person, session),
        Route::Answer(person, session),
        Route::Paper(person, session),
        Route::Plan(Some(person)),
        Route::Plan(None),
        Route::Questionnaires,
        Route::ImportQuestionnaire,
        Route::NewQuestionnaire,
        Route::Questionnaire(Key::of("x")),
        Route::EditQuestionnaire(Key::of("x")),
        Route::Contacts,
        Route::Rights(person, Right::Whole),
        Route::Rights(person, Right::Mistakes),
        Route::Rights(person, Right::Restrict),
        Route::Rights(person, Right::Erase),
        Route::Apart,
        Route::Settings,
        Route::Episode(person, None),
        Route::Episode(person, Some(EpisodeId::from_bytes([3; 16]))),
        Route::Together(person, EpisodeId::from_bytes([3; 16])),
        Route::FirstAppointment(person),
        Route::AnswerTogether(person, session),
        Route::Brief(person),
        Route::OwnStyle,
        Route::Ending(person, None),
        Route::Ending(person, Some(EpisodeId::from_bytes([3; 16]))),
        Route::EndingTogether(person, session),
        Route::AgreementAnswers(person, session),
        Route::DoorOpen(person, EpisodeId::from_bytes([3; 16])),
        Route::Summary(person, EpisodeId::from_bytes([3; 16])),
        Route::Professionals(None),
        Route::Professionals(Some(ProfessionalId::from_bytes([4; 16]))),
        Route::PrivacyNotice,
        Route::ImpactAssessment,
        Route::Patients,
        Route::Therapists,
        Route::IntendedUse,
        Route::Help,
        Route::Keys,
        Route::NewKit,
        Route::EraseAll,
        Route::Lost,
        Route::Safety,
        Route::Backup,
        Route::Restore,
        Route::Damage,
        Route::Sessions(person),
        Route::SessionNote(person, session),
        Route::Medicines(person, None),
        Route::Medicines(person, Some(MedicineId::from_bytes([5; 16]))),
        Route::Goals(person, None),
        Route::Goals(person, Some(GoalId::from_bytes([4; 16]))),
        Route::Agreement(person),
    ] {
        assert_eq!(Route::parse(&route.address()), route);
    }
}

#[test]
fn strange_addresses_lead_nowhere() {
    for bad in ["nowhere", "people/x", "people/../new", "%00", "people/1/2/3/4", "/people/new/new", "questionnaires/x"]
    {
        assert_eq!(Route::parse(bad), Route::NotFound, "{bad}");
    }
    assert_eq!(Route::parse(""), Route::Welcome);
    assert_eq!(Route::parse("/people/"), Route::Caseload);
}
