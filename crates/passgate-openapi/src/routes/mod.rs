//! The operations of each route, one file per group.
//!
//! To document a route, add an arm in [`operations()`], a line in [`all`], and a function in the file of
//! its group that lists each answer as the value that the handler answers with.

mod audit;
mod drift;
mod metrics;
mod operations;
mod passwords;
mod policies;
mod tickets;
mod tokens;

use passgate_wire::{Api, Spec};
use passgate_worker::http::routes::Route;

use crate::operation::Operation;
use crate::schemas::Schemas;

/// One route of each kind that is part of the API.
pub fn all() -> Vec<Route> {
    let mut routes = Vec::new();
    // Products of one API have the same paths, so the document shows them once.
    for spec in Api::ALL.map(Spec::of_api) {
        let product = spec.product;
        routes.push(Route::Token(product));
        let account = "{user_id}";
        let password = |action| Route::Password { product, action, account: account.to_owned() };
        routes.extend(spec.actions().map(password));
    }
    routes.extend([
        Route::Policy("{product}".to_owned()),
        Route::Mint,
        Route::ShowTicket,
        Route::ClaimTicket,
        Route::Audit,
        Route::Drift,
        Route::LearnedLimits("{product}".to_owned()),
        Route::Metrics,
        Route::Health,
        Route::Ready,
        Route::ChangePassword,
        Route::SecurityTxt,
        Route::OpenApi,
        Route::File("{file}".to_owned()),
    ]);
    routes
}

/// The operations of a route; none for a route that is not part of the API.
pub fn operations(route: &Route, schemas: &Schemas) -> Vec<Operation> {
    match route {
        Route::Token(product) => vec![match Spec::of(*product).api {
            Api::Feishu => tokens::feishu(schemas),
            Api::Eiam => tokens::eiam(schemas),
        }],
        Route::Password { action, .. } => vec![passwords::operation(*action, schemas)],
        Route::Policy(_) => vec![policies::policy(schemas)],
        Route::Mint => vec![tickets::mint(schemas)],
        Route::ShowTicket => vec![tickets::show(schemas)],
        Route::ClaimTicket => vec![tickets::claim(schemas)],
        Route::Audit => vec![audit::audit(schemas)],
        Route::Drift => vec![drift::drift(schemas)],
        Route::LearnedLimits(_) => vec![drift::adopt(schemas), drift::clear(schemas)],
        Route::Metrics => vec![metrics::metrics(schemas)],
        Route::Health => vec![operations::health(schemas)],
        Route::Ready => vec![operations::ready(schemas)],
        Route::ChangePassword => vec![operations::change_password(schemas)],
        Route::SecurityTxt => vec![operations::security_txt(schemas)],
        Route::OpenApi => vec![operations::openapi(schemas)],
        Route::File(_) => vec![operations::file(schemas)],
    }
}
