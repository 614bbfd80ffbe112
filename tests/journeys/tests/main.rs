//! Journeys: what people do with the page, led through real browsers. A file a journey; each ends with the audit of
//! `Visit::audit`. Run one alone with `make journeys FILTER=first_page ATTUNE_BROWSERS=chromium`.

mod backup;
mod backup_files;
mod bad_input;
mod ending;
mod episode;
mod filing;
mod first_page;
mod goals;
mod handing_over;
mod harness;
mod keyboard;
mod keys;
mod kills;
mod locking;
mod main_job;
mod questionnaires;
mod rights;
mod sample;
mod secrecy;
mod sessions;
mod steps;
mod tabs;
mod two_devices;
mod upheaval;
mod whole_care;
