//! Many hands: work over a list on several threads, the results in the order of the list.
//!
//! The threads, one for each core, stay for the whole run, so that a short piece of work does not wait for them to begin.
//! Another number of them is made for the work and ends with it.

use rayon::prelude::*;
use rayon::{Scope, ThreadPoolBuilder};
use std::num::NonZeroUsize;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::thread;

/// How many threads the machine can run at once. The system is asked once: the answer takes it a dozen files.
pub(crate) fn cores() -> NonZeroUsize {
    static CORES: LazyLock<NonZeroUsize> =
        LazyLock::new(|| thread::available_parallelism().unwrap_or(NonZeroUsize::MIN));
    *CORES
}

/// `work` done on each of `items`, by at most `hands` threads.
///
/// Work that is part of other work is done by the thread that does the whole: that one may hold a lock, and would wait
/// for itself if it took up another part meanwhile that asks for the same.
pub(crate) fn each<T: Sync, R: Send>(
    items: &[T],
    hands: NonZeroUsize,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let is_part = rayon::current_thread_index().is_some();
    if items.len() < 2 || hands == NonZeroUsize::MIN || is_part {
        return items.iter().map(work).collect();
    }
    let spread = || items.par_iter().with_max_len(1).map(&work).collect();
    if hands == cores() {
        return spread();
    }
    match ThreadPoolBuilder::new().num_threads(hands.get()).build() {
        Ok(pool) => pool.install(spread),
        Err(_) => items.iter().map(&work).collect(),
    }
}

/// `work` done on `first` and on all that it leads to, by all cores, in no order: `work` gives a result, and what to do next.
pub(crate) fn all_from<T: Send, R: Send>(
    first: T,
    work: impl Fn(T) -> (R, Vec<T>) + Sync,
) -> Vec<R> {
    let done = Mutex::new(Vec::new());
    let finish = |item| {
        let (result, next) = work(item);
        let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
        done.push(result);
        next
    };
    match rayon::current_thread_index() {
        Some(_) => {
            let mut items = vec![first];
            while let Some(item) = items.pop() {
                items.extend(finish(item));
            }
        }
        None => rayon::scope(|scope| go_on(scope, first, &finish)),
    }
    done.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Does one of the items, and leaves what follows to whoever has time first.
fn go_on<'s, T: Send + 's>(scope: &Scope<'s>, item: T, finish: &'s (impl Fn(T) -> Vec<T> + Sync)) {
    for next in finish(item) {
        scope.spawn(move |scope| go_on(scope, next, finish));
    }
}

/// What `work` comes to, with `aside` done by a core that has nothing else to do meanwhile.
///
/// Work that `aside` would spread over the cores is done by the one that does the whole, as is `aside` itself where all
/// of this is part of other work.
pub(crate) fn with<R>(aside: impl FnOnce() + Send, work: impl FnOnce() -> R) -> R {
    if rayon::current_thread_index().is_some() {
        aside();
        return work();
    }
    rayon::in_place_scope(|scope| {
        scope.spawn(|_| aside());
        work()
    })
}

/// So few items are sorted sooner than others are asked to help.
const FEW: usize = 4096;

/// Sorts `items`, on all cores where there are many.
pub(crate) fn sort<T: Ord + Send>(items: &mut [T]) {
    if items.len() < FEW {
        items.sort_unstable();
    } else {
        items.par_sort_unstable();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        let hands = NonZeroUsize::new(4).expect("four is not zero");
        let doubled: Vec<usize> = items.iter().map(|item| item * 2).collect();
        assert_eq!(each(&items, hands, |item| item * 2), doubled);
        assert_eq!(
            each(&items[..0], hands, |item| item * 2),
            Vec::<usize>::new()
        );
    }

    #[test]
    fn what_work_leads_to_is_done_once_too() {
        let halves = |number: usize| {
            let next = [2 * number, 2 * number + 1];
            (
                number,
                next.into_iter().filter(|next| *next < 1000).collect(),
            )
        };
        let all: Vec<usize> = (1..1000).collect();
        let whole = || {
            let mut done = all_from(1, halves);
            done.sort_unstable();
            done
        };
        assert_eq!(whole(), all);
        let parts = each(&[(); 4], cores(), |()| whole());
        assert_eq!(parts, vec![all; 4]);
    }

    #[test]
    fn work_within_work_is_done_by_the_thread_that_does_the_whole() {
        let two = NonZeroUsize::new(2).expect("two is not zero");
        // One thread has nothing else to do, and time enough to take up a part of what the other does.
        let strangers = each(&[8, 0], two, |parts| {
            let own = thread::current().id();
            let threads = each(&vec![(); *parts], two, |()| {
                thread::sleep(std::time::Duration::from_millis(2));
                thread::current().id()
            });
            threads.into_iter().filter(|thread| *thread != own).count()
        });
        assert_eq!(strangers, [0, 0]);
        let strangers = each(&[8, 0], two, |parts| {
            let own = thread::current().id();
            let threads = all_from(*parts, |parts| {
                thread::sleep(std::time::Duration::from_millis(2));
                (thread::current().id(), vec![0; parts])
            });
            threads.into_iter().filter(|thread| *thread != own).count()
        });
        assert_eq!(strangers, [0, 0]);
    }

    #[test]
    fn what_is_done_beside_work_is_done_when_the_work_is() {
        let sum = |items: &[usize]| each(items, cores(), |item| *item).iter().sum::<usize>();
        let items: Vec<usize> = (0..1000).collect();
        let both = || {
            let mut aside = 0;
            let own = with(|| aside = sum(&items), || sum(&items));
            (own, aside)
        };
        assert_eq!(both(), (499_500, 499_500));
        let parts = each(&[(); 8], cores(), |()| both());
        assert_eq!(parts, [(499_500, 499_500); 8]);
    }

    #[test]
    fn work_within_work_may_hold_a_lock() {
        let lock = std::sync::Mutex::new(0);
        let items: Vec<usize> = (0..64).collect();
        each(&items, cores(), |_| {
            let mut count = lock.lock().expect("nobody panics");
            *count += each(&items, cores(), |item| *item).len();
        });
        assert_eq!(lock.into_inner().expect("nobody panics"), 64 * 64);
    }
}
