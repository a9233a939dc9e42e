//! Both vendors on one machine, written from their pages.
