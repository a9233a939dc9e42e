//! The columns: the routes that require authentication.

use passgate_edge_tests::{Ask, Edge};
use serde_json::json;

use crate::access::world::{GOOD, Presented, World};

/// The two routes where a client sends its secret.
pub const TOKEN_ROUTES: [&str; 2] =
    ["/open-apis/auth/v3/tenant_access_token/internal", "/api/v2/tenant/token"];

/// The public routes: the route, an example URL, and the status.
pub const OPEN: [(&str, &str, u16); 7] = [
    ("/v1/policies/{product}", "/v1/policies/eiam", 200),
    ("/healthz", "/healthz", 200),
    ("/readyz", "/readyz", 200),
    ("/openapi.json", "/openapi.json", 200),
    ("/.well-known/change-password", "/.well-known/change-password", 302),
    ("/.well-known/security.txt", "/.well-known/security.txt", 404),
    ("/{file}", "/feishu/", 200),
];

/// A route, called for the account of wangxiaoming.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guarded {
    Reset,
    Change,
    Rest,
    MintFeishu,
    MintEiam,
    Show,
    Claim,
    AuditFeishu,
    AuditEiam,
    Drift,
    LimitsFeishu,
    LimitsEiam,
    Metrics,
}

/// The format of a route's answers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Feishu,
    Eiam,
    Own,
}

impl Guarded {
    pub const ALL: [Self; 13] = [
        Self::Reset,
        Self::Change,
        Self::Rest,
        Self::MintFeishu,
        Self::MintEiam,
        Self::Show,
        Self::Claim,
        Self::AuditFeishu,
        Self::AuditEiam,
        Self::Drift,
        Self::LimitsFeishu,
        Self::LimitsEiam,
        Self::Metrics,
    ];

    /// The name of its column.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reset => "Feishu reset",
            Self::Change => "EIAM change",
            Self::Rest => "EIAM rest",
            Self::MintFeishu => "mint Feishu",
            Self::MintEiam => "mint EIAM",
            Self::Show => "show ticket",
            Self::Claim => "claim ticket",
            Self::AuditFeishu => "audit Feishu",
            Self::AuditEiam => "audit EIAM",
            Self::Drift => "drift",
            Self::LimitsFeishu => "reset limits Feishu",
            Self::LimitsEiam => "reset limits EIAM",
            Self::Metrics => "metrics",
        }
    }

    /// The template of the route in the OpenAPI document.
    pub const fn template(self) -> &'static str {
        match self {
            Self::Reset => "/open-apis/admin/v1/password/reset",
            Self::Change => "/api/v2/tenant/users/{user_id}/change-password",
            Self::Rest => "/api/v2/tenant/users/{user_id}/rest-password",
            Self::MintFeishu | Self::MintEiam => "/v1/tickets",
            Self::Show => "/v1/tickets/self",
            Self::Claim => "/v1/tickets/self/claim",
            Self::AuditFeishu | Self::AuditEiam => "/v1/audit",
            Self::Drift => "/v1/drift",
            Self::LimitsFeishu | Self::LimitsEiam => "/v1/drift/{product}/limits",
            Self::Metrics => "/v1/metrics",
        }
    }

    pub const fn shape(self) -> Shape {
        match self {
            Self::Reset => Shape::Feishu,
            Self::Change | Self::Rest => Shape::Eiam,
            _ => Shape::Own,
        }
    }

    /// The status of a permitted request.
    pub const fn yes(self) -> u16 {
        match self {
            Self::MintFeishu | Self::MintEiam => 201,
            Self::Claim | Self::LimitsFeishu | Self::LimitsEiam => 204,
            _ => 200,
        }
    }

    pub fn reaches_the_vendor(self) -> bool {
        self.shape() != Shape::Own
    }

    /// The request of this caller.
    pub fn ask(self, world: &World, presented: &Presented) -> Ask {
        let wang = &world.wang;
        let bare = match self {
            Self::Reset => {
                let body = json!({ "password": { "ent_email_password": GOOD }, "user_id": wang.feishu });
                Ask::post("/open-apis/admin/v1/password/reset?user_id_type=user_id").json(&body)
            }
            Self::Change => {
                let path = format!("/api/v2/tenant/users/{}/change-password", wang.eiam);
                Ask::put(&path).json(&json!({ "password": GOOD }))
            }
            Self::Rest => {
                Ask::put(&format!("/api/v2/tenant/users/{}/rest-password?send_mode=SMS", wang.eiam))
            }
            Self::MintFeishu => Ask::post("/v1/tickets").json(&json!({
                "product": "feishu", "action": "reset", "user_id": wang.feishu, "user_id_type": "user_id",
            })),
            Self::MintEiam => Ask::post("/v1/tickets").json(&Edge::change_ticket(&wang.eiam)),
            Self::Show => Ask::get("/v1/tickets/self"),
            Self::Claim => Ask::post("/v1/tickets/self/claim"),
            Self::AuditFeishu => Ask::get("/v1/audit?product=feishu"),
            Self::AuditEiam => Ask::get("/v1/audit?product=eiam"),
            Self::Drift => Ask::get("/v1/drift"),
            Self::LimitsFeishu => Ask::new("DELETE", "/v1/drift/feishu/limits"),
            Self::LimitsEiam => Ask::new("DELETE", "/v1/drift/eiam/limits"),
            Self::Metrics => Ask::get("/v1/metrics"),
        };
        presented.put_on(bare)
    }
}
