//! What the made-up people are called.

use super::random::Dice;

/// Given names from many places that read well in every language of the app. None is anyone's.
const NAMES: [&str; 24] = [
    "Amara", "Bilal", "Chen", "Daniela", "Elif", "Farid", "Greta", "Hana", "Ismael", "Jonas", "Kavya", "Leila",
    "Mateo", "Noor", "Olga", "Paulo", "Rosa", "Samir", "Tomasz", "Uma", "Vera", "Wambui", "Yusuf", "Zoe",
];

/// As many different names as there are people, in an order of chance; from the second round on with a number.
pub(super) fn of(people: usize, dice: &mut Dice) -> Vec<String> {
    let mut order = NAMES;
    for last in (1..order.len()).rev() {
        order.swap(last, dice.place(0, last));
    }
    (0..people)
        .zip(order.iter().cycle())
        .map(|(index, name)| match index / NAMES.len() {
            0 => (*name).to_owned(),
            round => format!("{name} {}", round + 1),
        })
        .collect()
}
