//! Many hands: work over a list on several threads, the results in the order of the list.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// How many threads the machine can run at once.
pub(crate) fn cores() -> NonZeroUsize {
    thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// `work` done on each of `items`, by at most `hands` threads.
pub(crate) fn each<T: Sync, R: Send>(
    items: &[T],
    hands: NonZeroUsize,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let turn = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else {
                return done;
            };
            done.push((index, work(item)));
        }
    };
    let hands = hands.get().min(items.len());
    let mut done = thread::scope(|scope| {
        let helpers: Vec<_> = (1..hands).map(|_| scope.spawn(turn)).collect();
        let mut done = turn();
        for helper in helpers {
            match helper.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// So few items are sorted sooner than a thread begins.
const FEW: usize = 4096;

/// Sorts `items`: a part on each of at most `hands` threads, and what they sorted is joined.
pub(crate) fn sort<T: Ord + Send>(items: &mut [T], hands: NonZeroUsize) {
    if items.len() < FEW {
        items.sort_unstable();
        return;
    }
    let part = items.len().div_ceil(hands.get());
    thread::scope(|scope| {
        for part in items.chunks_mut(part) {
            scope.spawn(|| part.sort_unstable());
        }
    });
    // This sort finds the parts that are in order already.
    items.sort();
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
    fn parts_are_sorted_into_one() {
        let hands = NonZeroUsize::new(3).expect("three is not zero");
        for count in [0, 2, FEW, FEW + 1, 2 * FEW + 1] {
            let mut items: Vec<usize> = (0..count).map(|item| item * 37 % 8209).collect();
            let mut expected = items.clone();
            expected.sort_unstable();
            sort(&mut items, hands);
            assert_eq!(items, expected);
        }
    }
}
