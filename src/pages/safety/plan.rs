//! What a backup would do, in sentences, and what has to be agreed to.

use leptos::prelude::*;

use super::counted;
use crate::{
    exchange::restore::{Agreed, RestorePlan},
    widgets::{Parts, view},
    words::{Lang, restore as w},
};

/// Whether everything was agreed to that needs it.
pub fn is_agreed(plan: &RestorePlan, agreed: Agreed) -> bool {
    (!plan.other_vault || agreed.other_vault)
        && (plan.erased.is_empty() || agreed.erase)
        && (plan.two_forms.is_empty() || agreed.two_forms)
}

/// A box to tick.
fn tick(agreed: RwSignal<Agreed>, field: fn(&mut Agreed) -> &mut bool, text: &'static str) -> AnyView {
    view! {
        <label class="tick">
            <input type="checkbox" on:change=move |event| agreed.update(|agreed| *field(agreed) = event_target_checked(&event)) />
            {text}
        </label>
    }
    .into_any()
}

/// Sentences of which each stands where there is something to say.
pub fn sentences(plan: &RestorePlan, agreed: RwSignal<Agreed>, lang: Lang) -> AnyView {
    let some = |n: usize, text: fn(Lang, usize) -> String| (n > 0).then(|| text(lang, n));
    let adds = (plan.adds.entries > 0).then(|| w::adds(lang, &counted(&plan.adds, lang)));
    let facts =
        [adds, some(plan.known, w::known), some(plan.unknown, w::unknown), some(plan.unreadable, w::unreadable)];
    let facts = facts.into_iter().flatten().map(|text| view! { <li>{text}</li> }).collect_parts();
    let other = plan.other_vault.then(|| {
        view! {
            <p>{w::other_vault(lang)}</p>
            {tick(agreed, |agreed| &mut agreed.other_vault, w::agree_other_vault(lang))}
        }
        .into_any()
    });
    let erased = (!plan.erased.is_empty()).then(|| {
        let left = (plan.left_out.entries > 0).then(|| w::left_out(lang, &counted(&plan.left_out, lang)));
        let goes = (plan.goes_here.entries > 0).then(|| w::goes_here(lang, &counted(&plan.goes_here, lang)));
        view! {
            <p>{w::erases(lang, plan.erased.len())}</p>
            <ul>{[left, goes].into_iter().flatten().map(|text| view! { <li>{text}</li> }).collect_parts()}</ul>
            {tick(agreed, |agreed| &mut agreed.erase, w::agree_erase(lang))}
        }
        .into_any()
    });
    let two_forms = (!plan.two_forms.is_empty()).then(|| {
        view! {
            <p>{w::two_forms(lang, plan.two_forms.len())}</p>
            {tick(agreed, |agreed| &mut agreed.two_forms, w::agree_two_forms(lang))}
        }
        .into_any()
    });
    view! {
        <ul>{facts}</ul>
        {other}
        {erased}
        {two_forms}
    }
    .into_any()
}
