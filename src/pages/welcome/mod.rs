//! The ways in.

mod link;
mod setup;
mod unlock;

pub use link::Link;
pub use setup::Setup;

use leptos::prelude::*;

use super::expect_app;
use crate::{
    session::{LockNotice, Phase, Route},
    widgets::{Notice, Tone, language, part, say, view},
    words,
};

/// The first page: unlocking, where a vault lies here, and the three ways in.
#[component]
pub fn Welcome() -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let locked = app.lock_notice();
    part(move || {
        let Phase::Closed { vaults, trouble } = app.phase.get() else { return ().into_any() };
        let known = !vaults.is_empty();
        view! {
            <section class="welcome">
                <h1>{say(words::welcome::title)}</h1>
                <p class="lead">{say(words::welcome::lead)}</p>
                {locked
                    .map(|notice| {
                        let text = match notice {
                            LockNotice::Turn => words::locked::turn_elsewhere,
                            LockNotice::Erased => words::locked::erased,
                            LockNotice::Idle => words::tabs::locked_idle,
                            LockNotice::Key => words::locked::key_elsewhere,
                        };
                        view! { <Notice tone=Tone::Done><p>{say(text)}</p></Notice> }.into_any()
                    })}
                {trouble
                    .map(|trouble| {
                        view! {
                            <Notice tone=Tone::Attention>
                                <p>{move || trouble.say(lang.get())}</p>
                                <p><a href=Route::Damage.href()>{say(words::damage::look)}</a></p>
                            </Notice>
                        }
                            .into_any()
                    })}
                {vaults
                    .iter()
                    .any(|head| !head.damaged.is_empty())
                    .then(|| {
                        view! {
                            <Notice tone=Tone::Attention>
                                <p>{say(words::damage::lock)}</p>
                                <p><a href=Route::Damage.href()>{say(words::damage::look)}</a></p>
                            </Notice>
                        }
                            .into_any()
                    })}
                {known.then(|| view! { <unlock::Unlock vaults=vaults /> }.into_any())}
                {known.then(|| view! { <h2 class="other-ways">{say(words::welcome::other_ways)}</h2> }.into_any())}
                <ul class="ways">
                    <li>
                        <a href=Route::Link.href()>
                            <strong>{say(words::welcome::link_title)}</strong>
                            <span>{say(words::welcome::link_text)}</span>
                        </a>
                    </li>
                    <li>
                        <a href=Route::Setup.href()>
                            <strong>
                                {move || {
                                    if known { words::welcome::new_vault(lang.get()) } else { words::welcome::therapist_title(lang.get()) }
                                }}
                            </strong>
                            <span>{say(words::welcome::therapist_text)}</span>
                        </a>
                    </li>
                    <li>
                        <a href=Route::Restore.href()>
                            <strong>{say(words::restore::welcome_title)}</strong>
                            <span>{say(words::restore::welcome_text)}</span>
                        </a>
                    </li>
                    <li>
                        <button on:click=move |_| app.look_around()>
                            <strong>{say(words::welcome::look_title)}</strong>
                            <span>{say(words::welcome::look_text)}</span>
                        </button>
                    </li>
                </ul>
                <p class="hint">{say(words::welcome::private)}</p>
            </section>
        }
        .into_any()
    })
}
