//! Turns one `async fn` into a test for every browser.

use std::{backtrace::Backtrace, panic::AssertUnwindSafe, sync::Once, time::Duration};

use futures_util::FutureExt;

use crate::{Browser, Options, Visit};

/// No journey takes longer, if it does not say so itself; one that does hangs.
pub const LONGEST: Duration = Duration::from_secs(240);
/// How long the checks at its end may take.
const AUDIT: Duration = Duration::from_secs(60);

/// Makes tests `NAME::chromium`, `NAME::firefox` and `NAME::webkit` of `async fn NAME(visit: &mut Visit)`:
/// `journey!(NAME)`, `journey!(NAME in [chromium firefox])`, `journey!(NAME with OPTIONS)`, or both, in this order; or
/// `journey!(NAME in [chromium firefox] within DURATION)` for one that takes longer than others may.
#[macro_export]
macro_rules! journey {
    ($name:ident) => { $crate::journey!($name in [chromium firefox webkit] with $crate::Options::default()); };
    ($name:ident with $options:expr) => { $crate::journey!($name in [chromium firefox webkit] with $options); };
    ($name:ident in [$($browser:ident)+]) => { $crate::journey!($name in [$($browser)+] with $crate::Options::default()); };
    ($name:ident in [$($browser:ident)+] with $options:expr) => {
        $crate::journey!(@tests $name [$($browser)+] $options, $crate::journey::LONGEST);
    };
    ($name:ident in [$($browser:ident)+] within $longest:expr) => {
        $crate::journey!(@tests $name [$($browser)+] $crate::Options::default(), $longest);
    };
    (@tests $name:ident [$($browser:ident)+] $options:expr, $longest:expr) => {
        mod $name {
            use super::*;
            $(
                #[tokio::test]
                async fn $browser() {
                    let name = concat!(stringify!($name), "-", stringify!($browser));
                    $crate::journey::run(name, $crate::Browser::named(stringify!($browser)), $options, $longest, $name).await;
                }
            )+
        }
    };
}

/// Leads one browser through a journey and holds it to what [`Visit::audit`] checks.
///
/// # Panics
/// When the journey panics or the audit finds something; a picture of the page is then in `screenshots/failed/`.
pub async fn run(name: &str, browser: Browser, options: Options, longest: Duration, journey: impl AsyncFn(&mut Visit)) {
    if !browser.wanted() {
        eprintln!("{name}: not among ATTUNE_BROWSERS");
        return;
    }
    tell_where();
    if browser == Browser::WebKit {
        // On a busy machine WebKitGTK under automation now and then shows an empty page. A fault of the app comes back.
        let first = AssertUnwindSafe(once(name, browser, options.clone(), longest, &journey)).catch_unwind().await;
        if first.is_ok() {
            return;
        }
        eprintln!("{name}: failed once, and is led a second time");
    }
    once(name, browser, options, longest, &journey).await;
}

async fn once(name: &str, browser: Browser, options: Options, longest: Duration, journey: &impl AsyncFn(&mut Visit)) {
    let mut visit = Visit::start(browser, options).await;
    let told = tokio::time::timeout(longest, AssertUnwindSafe(journey(&mut visit)).catch_unwind()).await;
    match told {
        Ok(Ok(())) => {
            let problems = tokio::time::timeout(AUDIT, visit.audit()).await;
            let problems = problems.unwrap_or_else(|_| vec!["the browser no longer answers".to_owned()]);
            assert!(problems.is_empty(), "{name}: the journey ended well, but:\n- {}", problems.join("\n- "));
        }
        Ok(Err(panic)) => {
            evidence(&mut visit, name).await;
            std::panic::resume_unwind(panic);
        }
        Err(_) => {
            evidence(&mut visit, name).await;
            panic!("{name} was not through after {} s", longest.as_secs());
        }
    }
}

/// A picture of the page, and what the audit would have said: often the cause.
async fn evidence(visit: &mut Visit, name: &str) {
    let look = async {
        let picture = visit.picture(&format!("failed/{name}")).await;
        eprintln!("{name}: what it looked like is in {}", picture.display());
        for problem in visit.audit().await {
            eprintln!("{name}: {problem}");
        }
    };
    // The browser may be dead, which must not hide the first failure.
    let _ = tokio::time::timeout(Duration::from_secs(15), AssertUnwindSafe(look).catch_unwind()).await;
}

/// A helper's panic tells its own line; what one wants to know is the journey's.
fn tell_where() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let trace = Backtrace::force_capture().to_string();
            // Relative to the package or to the whole project, depending on who started the test.
            let ours = |line: &&str| line.starts_with("at ./tests/") && !line.contains("/src/");
            let line = trace.lines().map(str::trim).find(ours);
            if let Some(line) = line {
                eprintln!("in the journey {line}");
            }
            before(info);
        }));
    });
}
