//! Lets one future through at a time, on one thread, on any executor.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::task::{Poll, Waker};

/// A lock for single-threaded futures. Whoever holds the [`Pass`] is alone until it is dropped, also by cancellation.
#[derive(Debug, Default)]
pub(crate) struct Turnstile {
    busy: Cell<bool>,
    waiting: RefCell<Vec<Waker>>,
}

/// The right to be inside.
#[derive(Debug)]
pub(crate) struct Pass<'t>(&'t Turnstile);

impl Turnstile {
    /// Waits until nobody is inside.
    pub(crate) async fn enter(&self) -> Pass<'_> {
        poll_fn(|context| {
            if self.busy.replace(true) {
                self.waiting.borrow_mut().push(context.waker().clone());
                return Poll::Pending;
            }
            Poll::Ready(Pass(self))
        })
        .await
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        self.0.busy.set(false);
        // All are woken: one that was cancelled meanwhile must not keep the others waiting.
        for waker in self.0.waiting.take() {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::pin::pin;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::{Context, Wake};

    struct Count(AtomicUsize);
    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn one_at_a_time_and_a_cancelled_one_blocks_nobody() {
        let count = Arc::new(Count(AtomicUsize::new(0)));
        let waker = Waker::from(Arc::clone(&count));
        let mut context = Context::from_waker(&waker);
        let gate = Turnstile::default();
        let Poll::Ready(first) = pin!(gate.enter()).poll(&mut context) else {
            panic!("nobody was inside");
        };
        let mut second = pin!(gate.enter());
        assert!(second.as_mut().poll(&mut context).is_pending());
        {
            let mut third = pin!(gate.enter());
            assert!(third.as_mut().poll(&mut context).is_pending());
        }
        drop(first);
        assert_eq!(count.0.load(Ordering::Relaxed), 2);
        assert!(second.as_mut().poll(&mut context).is_ready());
    }
}
