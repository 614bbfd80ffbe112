//! Tests of the vault and of the hand-over through their public doors, on stores that crash, lie, run full and rot.

#[cfg(test)]
mod age_tool;
#[cfg(test)]
mod age_vectors;
#[cfg(test)]
mod backup;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod damage;
#[cfg(test)]
mod erasing;
#[cfg(test)]
mod forgetting;
#[cfg(test)]
mod gathering;
#[cfg(test)]
mod journal_damage;
#[cfg(test)]
mod journal_faults;
#[cfg(test)]
mod journal_long;
#[cfg(test)]
mod kits;
#[cfg(test)]
mod known_answers;
#[cfg(test)]
mod life;
#[cfg(test)]
mod mirror;
#[cfg(test)]
mod mirror_crash;
#[cfg(test)]
mod rekey;
#[cfg(test)]
mod restore;
#[cfg(test)]
mod restore_faults;
#[cfg(test)]
mod room;
#[cfg(test)]
mod secrecy;
#[cfg(test)]
mod support;
#[cfg(test)]
mod turn;
#[cfg(test)]
mod turn_crash;
#[cfg(test)]
mod two_devices;
#[cfg(test)]
mod two_writers;
