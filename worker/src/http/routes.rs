//! All routes in one table: a method and a path give a route.
//!
//! The table matches slice patterns over the path's segments, without a router crate. There are a dozen
//! fixed routes, an empty account id must be reported by name and not with 404, and a 405 must list the
//! methods in the format of the path's vendor.

use passgate_core::Product;
use passgate_wire::{Action, Api, MAX_BODY_BYTES, MAX_CALL_BYTES, Spec};

/// A route of the edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// A token route: exchanges an edge client's id and secret for an edge token.
    Token(Product),
    /// A password call in the vendor's own format.
    Password {
        /// The product of the path.
        product: Product,
        /// The action of the call.
        action: Action,
        /// The account as the path contains it, still percent-encoded; empty where the path names none.
        account: String,
    },
    /// The policy in force. The name may belong to no product.
    Policy(String),
    /// Mints a ticket.
    Mint,
    /// What the holder of a ticket needs for the form.
    ShowTicket,
    /// Binds a ticket to the browser that presents it.
    ClaimTicket,
    /// The audit log.
    Audit,
    /// The drift between the policy and the vendor.
    Drift,
    /// The learned limits of a product. The name may belong to no product.
    LearnedLimits(String),
    /// The metrics for a monitoring system.
    Metrics,
    /// Liveness: whether the edge is up.
    Health,
    /// Readiness: whether the edge can serve requests.
    Ready,
    /// The page where passwords are changed (W3C, a well-known URL for changing passwords).
    ChangePassword,
    /// Where to report a vulnerability (RFC 9116).
    SecurityTxt,
    /// The OpenAPI document, a file that is served like those of the forms.
    OpenApi,
    /// A deliberate failure, for the tests of the guard.
    #[cfg(feature = "test-routes")]
    Test(String),
    /// A file of the forms.
    File(String),
}

impl Route {
    /// Whether a page of an origin that is not listed is rejected. It is, except on routes that are
    /// public.
    pub const fn is_guarded(&self) -> bool {
        #[cfg(feature = "test-routes")]
        if matches!(self, Self::Test(_)) {
            return false;
        }
        !matches!(
            self,
            Self::Policy(_)
                | Self::Health
                | Self::Ready
                | Self::ChangePassword
                | Self::SecurityTxt
                | Self::OpenApi
                | Self::File(_)
        )
    }

    /// Whether pages of listed origins may use it. Only the routes that a form needs are shared; a
    /// client's secret and an operator's routes are not for pages of other origins.
    pub const fn is_shared(&self) -> bool {
        matches!(self, Self::Password { .. } | Self::ShowTicket | Self::ClaimTicket | Self::Policy(_))
    }

    /// The maximum size of its body, in bytes.
    pub const fn max_body_bytes(&self) -> usize {
        match self {
            // A password call: an id of 200 characters and a password, with each character in the
            // longest form that JSON allows, leave more than a thousand bytes free.
            Self::Password { .. } | Self::Token(_) => MAX_CALL_BYTES,
            _ => MAX_BODY_BYTES,
        }
    }
}

/// The format of a path's errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// The vendor's envelope.
    Vendor(Product),
    /// A problem document (RFC 9457).
    Own,
}

/// What a method and a path resolve to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A route.
    Found(Route),
    /// A path that allows other methods only.
    MethodNotAllowed(&'static str),
    /// No route.
    NotFound,
}

impl Shape {
    /// The headers that carry a request's id: ours, and the one that the vendor's SDKs read.
    pub fn request_id_headers(self) -> Vec<&'static str> {
        let vendors = match self {
            Self::Vendor(product) => Spec::of(product).trace_header,
            Self::Own => None,
        };
        ["X-Request-Id"].into_iter().chain(vendors).collect()
    }
}

/// The product that a path belongs to: the served product with the path's API, otherwise the product for
/// which the vendor documents the API.
fn product_at(path: &str, served: &[Product]) -> Option<&'static Spec> {
    let api = Api::ALL.into_iter().find(|api| path.starts_with(api.prefix()))?;
    let of_served = served.iter().map(|product| Spec::of(*product)).find(|spec| spec.api == api);
    Some(of_served.unwrap_or_else(|| Spec::of_api(api)))
}

/// The format of errors below the path, in a deployment that serves these products.
pub fn shape(path: &str, served: &[Product]) -> Shape {
    product_at(path, served).map_or(Shape::Own, |spec| Shape::Vendor(spec.product))
}

/// A vendor's path with the final slash that older clients add. It resolves like the path without it.
pub fn with_final_slash(path: &str) -> String {
    format!("{path}/")
}

/// Resolves a method and a path, in a deployment that serves these products.
pub fn resolve(method: &str, path: &str, served: &[Product]) -> Target {
    let Some((allow, route)) = route_of(path, served) else {
        return Target::NotFound;
    };
    if allow.split(", ").any(|allowed| allowed == method) {
        Target::Found(route)
    } else {
        Target::MethodNotAllowed(allow)
    }
}

/// The vendor's route for the path.
fn vendor_route(spec: &Spec, path: &str) -> Option<(&'static str, Route)> {
    // Older clients of the vendors add a final slash.
    let path = path.strip_suffix('/').unwrap_or(path);
    let product = spec.product;
    if path == spec.token.path {
        return Some(("POST", Route::Token(product)));
    }
    spec.calls.iter().find_map(|call| {
        let account = call.account_in(path)?.to_owned();
        Some((call.method.name(), Route::Password { product, action: call.action, account }))
    })
}

fn route_of(path: &str, served: &[Product]) -> Option<(&'static str, Route)> {
    if let Some(spec) = product_at(path, served) {
        return vendor_route(spec, path);
    }
    let segments: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
    Some(match segments.as_slice() {
        ["open-apis" | "api", ..] => return None,
        ["v1", "policies", product] => ("GET, HEAD", Route::Policy((*product).to_owned())),
        ["v1", "tickets"] => ("POST", Route::Mint),
        ["v1", "tickets", "self"] => ("GET", Route::ShowTicket),
        ["v1", "tickets", "self", "claim"] => ("POST", Route::ClaimTicket),
        ["v1", "audit"] => ("GET", Route::Audit),
        ["v1", "drift"] => ("GET", Route::Drift),
        ["v1", "drift", product, "limits"] => ("DELETE, POST", Route::LearnedLimits((*product).to_owned())),
        ["v1", "metrics"] => ("GET", Route::Metrics),
        ["v1", ..] => return None,
        ["healthz"] => ("GET, HEAD", Route::Health),
        ["readyz"] => ("GET, HEAD", Route::Ready),
        [".well-known", "change-password"] => ("GET, HEAD", Route::ChangePassword),
        [".well-known", "security.txt"] => ("GET, HEAD", Route::SecurityTxt),
        ["openapi.json"] => ("GET, HEAD", Route::OpenApi),
        #[cfg(feature = "test-routes")]
        ["__test", failure] => ("POST", Route::Test((*failure).to_owned())),
        _ => ("GET, HEAD", Route::File(path.to_owned())),
    })
}

impl Route {
    /// The route's template, for the log. It contains no account and no file name.
    pub fn template(&self) -> &'static str {
        match self {
            Self::Token(product) => Spec::of(*product).token.path,
            Self::Password { product, action, .. } => {
                Spec::of(*product).call(*action).map_or("", |call| call.template)
            }
            Self::Policy(_) => "/v1/policies/{product}",
            Self::Mint => "/v1/tickets",
            Self::ShowTicket => "/v1/tickets/self",
            Self::ClaimTicket => "/v1/tickets/self/claim",
            Self::Audit => "/v1/audit",
            Self::Drift => "/v1/drift",
            Self::LearnedLimits(_) => "/v1/drift/{product}/limits",
            Self::Metrics => "/v1/metrics",
            Self::Health => "/healthz",
            Self::Ready => "/readyz",
            Self::ChangePassword => "/.well-known/change-password",
            Self::SecurityTxt => "/.well-known/security.txt",
            Self::OpenApi => "/openapi.json",
            #[cfg(feature = "test-routes")]
            Self::Test(_) => "/__test/{failure}",
            Self::File(_) => "/{file}",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vendors_paths_and_ours() {
        let change = |account: &str| {
            Target::Found(Route::Password {
                product: Product::Eiam,
                action: Action::ChangePassword,
                account: account.to_owned(),
            })
        };
        let reset = Target::Found(Route::Password {
            product: Product::Feishu,
            action: Action::Reset,
            account: String::new(),
        });
        let rows = [
            ("POST", "/open-apis/admin/v1/password/reset", reset.clone()),
            ("GET", "/open-apis/admin/v1/password/reset", Target::MethodNotAllowed("POST")),
            (
                "POST",
                "/open-apis/auth/v3/tenant_access_token/internal",
                Target::Found(Route::Token(Product::Feishu)),
            ),
            ("POST", "/open-apis/", Target::NotFound),
            (
                "POST",
                "/open-apis/auth/v3/tenant_access_token/internal/",
                Target::Found(Route::Token(Product::Feishu)),
            ),
            ("POST", "/open-apis/admin/v1/password/reset/", reset.clone()),
            ("POST", "/open-apis/admin/v1/password/reset//", Target::NotFound),
            ("POST", "/api/v2/tenant/token/", Target::Found(Route::Token(Product::Eiam))),
            ("PUT", "/api/v2/tenant/users/u-1/change-password/", change("u-1")),
            ("PUT", "/api/v2/tenant/users//change-password/", change("")),
            ("GET", "/v1/policies/eiam/", Target::NotFound),
            ("POST", "/open-apis/contact/v3/users", Target::NotFound),
            ("PUT", "/api/v2/tenant/users/u-1/change-password", change("u-1")),
            ("PUT", "/api/v2/tenant/users//change-password", change("")),
            ("PUT", "/api/v2/tenant/users/a%2Fb/change-password", change("a%2Fb")),
            ("PUT", "/api/v2/tenant/users/a/b/change-password", Target::NotFound),
            ("DELETE", "/api/v2/tenant/users/u-1/rest-password", Target::MethodNotAllowed("PUT")),
            ("GET", "/v1/policies/eiam", Target::Found(Route::Policy("eiam".to_owned()))),
            ("GET", "/v1/tickets", Target::MethodNotAllowed("POST")),
            ("GET", "/v1/tickets/self", Target::Found(Route::ShowTicket)),
            ("POST", "/v1/tickets/self/claim", Target::Found(Route::ClaimTicket)),
            ("GET", "/v1/tickets/self/claim", Target::MethodNotAllowed("POST")),
            ("GET", "/v1/audit", Target::Found(Route::Audit)),
            ("GET", "/v1/drift", Target::Found(Route::Drift)),
            ("DELETE", "/v1/drift/eiam/limits", Target::Found(Route::LearnedLimits("eiam".to_owned()))),
            ("POST", "/v1/drift/eiam/limits", Target::Found(Route::LearnedLimits("eiam".to_owned()))),
            ("GET", "/v1/drift/eiam/limits", Target::MethodNotAllowed("DELETE, POST")),
            ("GET", "/v1/drift/eiam", Target::NotFound),
            ("GET", "/v1/metrics", Target::Found(Route::Metrics)),
            ("GET", "/v1/nothing", Target::NotFound),
            ("GET", "/", Target::Found(Route::File("/".to_owned()))),
            ("POST", "/feishu/", Target::MethodNotAllowed("GET, HEAD")),
            ("GET", "", Target::NotFound),
        ];
        for (method, path, expected) in rows {
            assert_eq!(resolve(method, path, &[]), expected, "{method} {path}");
        }
    }

    #[test]
    fn a_template_contains_the_path_and_no_account() {
        for (method, path, template) in [
            (
                "POST",
                "/open-apis/auth/v3/tenant_access_token/internal",
                "/open-apis/auth/v3/tenant_access_token/internal",
            ),
            ("POST", "/api/v2/tenant/token", "/api/v2/tenant/token"),
            ("POST", "/open-apis/admin/v1/password/reset", "/open-apis/admin/v1/password/reset"),
            (
                "PUT",
                "/api/v2/tenant/users/u-1/change-password",
                "/api/v2/tenant/users/{user_id}/change-password",
            ),
            ("PUT", "/api/v2/tenant/users/u-1/rest-password", "/api/v2/tenant/users/{user_id}/rest-password"),
            ("GET", "/v1/policies/eiam", "/v1/policies/{product}"),
            ("POST", "/v1/tickets", "/v1/tickets"),
            ("GET", "/v1/tickets/self", "/v1/tickets/self"),
            ("POST", "/v1/tickets/self/claim", "/v1/tickets/self/claim"),
            ("GET", "/v1/audit", "/v1/audit"),
            ("GET", "/v1/drift", "/v1/drift"),
            ("DELETE", "/v1/drift/eiam/limits", "/v1/drift/{product}/limits"),
            ("GET", "/v1/metrics", "/v1/metrics"),
            ("HEAD", "/healthz", "/healthz"),
            ("GET", "/readyz", "/readyz"),
            ("GET", "/.well-known/change-password", "/.well-known/change-password"),
            ("GET", "/.well-known/security.txt", "/.well-known/security.txt"),
            ("GET", "/openapi.json", "/openapi.json"),
            ("GET", "/eiam/", "/{file}"),
        ] {
            let Target::Found(route) = resolve(method, path, &[]) else { panic!("{method} {path}") };
            assert_eq!(route.template(), template, "{method} {path}");
        }
    }

    #[test]
    fn a_vendors_call_is_no_longer_than_its_longest_request() {
        let bytes = |method, path| match resolve(method, path, &[]) {
            Target::Found(route) => route.max_body_bytes(),
            other => panic!("{other:?}"),
        };
        assert_eq!(bytes("POST", "/open-apis/admin/v1/password/reset"), 4_096);
        assert_eq!(bytes("POST", "/api/v2/tenant/token"), 4_096);
        assert_eq!(bytes("POST", "/v1/tickets"), 16_384);
    }

    #[test]
    fn foreign_pages_reach_public_routes_and_allowed_origins_also_the_routes_of_the_forms() {
        for (method, path, is_guarded, is_shared) in [
            ("POST", "/open-apis/auth/v3/tenant_access_token/internal", true, false),
            ("POST", "/open-apis/admin/v1/password/reset", true, true),
            ("POST", "/v1/tickets", true, false),
            ("GET", "/v1/tickets/self", true, true),
            ("POST", "/v1/tickets/self/claim", true, true),
            ("GET", "/v1/audit", true, false),
            ("GET", "/v1/drift", true, false),
            ("DELETE", "/v1/drift/eiam/limits", true, false),
            ("GET", "/v1/metrics", true, false),
            ("GET", "/v1/policies/eiam", false, true),
            ("GET", "/healthz", false, false),
            ("GET", "/readyz", false, false),
            ("GET", "/.well-known/change-password", false, false),
            ("GET", "/.well-known/security.txt", false, false),
            ("GET", "/openapi.json", false, false),
            ("GET", "/feishu/", false, false),
        ] {
            let Target::Found(route) = resolve(method, path, &[]) else { panic!("{path}") };
            assert_eq!((route.is_guarded(), route.is_shared()), (is_guarded, is_shared), "{method} {path}");
        }
    }

    #[test]
    fn errors_have_the_shape_of_their_path() {
        assert_eq!(shape("/open-apis/x", &[]), Shape::Vendor(Product::Feishu));
        assert_eq!(shape("/api/v2/x", &[]), Shape::Vendor(Product::Eiam));
        assert_eq!(shape("/api/v1/x", &[]), Shape::Own);
        assert_eq!(shape("/v1/tickets", &[]), Shape::Own);
    }

    #[test]
    fn a_path_belongs_to_the_product_that_is_served() {
        let served = [Product::Lark, Product::OneAccess];
        assert_eq!(shape("/open-apis/x", &served), Shape::Vendor(Product::Lark));
        let change = resolve("PUT", "/api/v2/tenant/users/u-1/change-password", &served);
        assert!(matches!(change, Target::Found(Route::Password { product: Product::OneAccess, .. })));
        // OneAccess delivers no password.
        let rest = resolve("PUT", "/api/v2/tenant/users/u-1/rest-password", &served);
        assert_eq!(rest, Target::NotFound);
    }
}
