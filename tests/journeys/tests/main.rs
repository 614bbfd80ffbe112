//! Journeys: what people do with the page, led through real browsers. A file a journey; each ends with the audit of
//! `Visit::audit`. Run one alone with `make journeys FILTER=first_page ATTUNE_BROWSERS=chromium`.

mod bad_input;
mod first_page;
mod handing_over;
mod harness;
mod keyboard;
mod main_job;
mod questionnaires;
mod sample;
mod secrecy;
mod steps;
