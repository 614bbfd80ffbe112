//! probe
use attune::care::{compact, compact::Item, Fact};
use attune::sample::{Plan, simulate};
fn main() {
    let events = simulate(&Plan::large(1000));
    let answered = events.iter().filter(|e| matches!(e.fact, Fact::AnswersGiven(_))).count();
    let held = events.iter().filter(|e| matches!(e.fact, Fact::SessionHeld{..})).count();
    let turns = events.iter().filter(|e| matches!(e.fact, Fact::TurnOpened(..))).count();
    println!("{} events, {held} held, {answered} answered, {turns} turns", events.len());
    for with_turns in [true, false] {
        let items: Vec<Item> = events.iter().filter(|e| with_turns || !matches!(e.fact, Fact::TurnOpened(_)|Fact::TurnClosed{..})).map(|e| Item::Event(Box::new(e.clone()))).collect();
        for size in [200, 2000, 8000, 12000] {
            let mut total = 0; let mut segs = 0;
            let t = std::time::Instant::now();
            let packed: Vec<Vec<u8>> = items.chunks(size).map(compact::pack).collect();
            let t1 = t.elapsed();
            for p in &packed { total += p.len().div_ceil(3)*4 + 150; segs += 1; }
            let t = std::time::Instant::now();
            let back: Vec<Item> = packed.iter().flat_map(|p| compact::unpack(p).unwrap()).collect();
            let t2 = t.elapsed();
            assert!(back == items);
            println!("turns {with_turns} size {size}: {segs} segments, {:.1} chars each, {} biggest; pack {t1:?} unpack {t2:?}; {:.1} chars an answered session", total as f64/segs as f64, packed.iter().map(Vec::len).max().unwrap(), total as f64/answered as f64);
        }
    }
}
