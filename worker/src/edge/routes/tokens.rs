//! The token routes: they exchange an edge client's id and secret for an edge token, in the vendor's
//! format.

use passgate_core::{Product, Secret};
use passgate_wire::{BadInput, EdgeAnswer, Spec, TokenInput};

use crate::base::client_secret::{SecretHash, recognise};
use crate::callers::client_token::{self, Claims};
use crate::config::{Client, Config};
use crate::edge::platform::incoming::Incoming;
use crate::edge::platform::respond::Outgoing;
use crate::edge::platform::{clock, refusal};
use crate::reset::disposition::Cause;

/// Answers a token call.
pub async fn exchange(product: Product, incoming: &Incoming, config: &Config) -> Outgoing {
    let reader = incoming.reader();
    let answer = |answer: &EdgeAnswer<'_>, cause| refusal::vendor(product, answer, reader, cause);
    if !config.products.contains_key(&product) {
        return answer(&EdgeAnswer::NotFound, Cause::NotConfigured);
    }
    // Credentials in a header are checked before the body is read.
    match in_header(product, incoming) {
        Some(Ok((id, secret))) if proven(&id, &secret, product, config).is_none() => {
            return answer(&EdgeAnswer::CredentialRefused, Cause::CredentialRefused);
        }
        Some(Err(bad)) => return answer(&EdgeAnswer::BadTokenRequest(&bad), Cause::BadInput),
        Some(Ok(_)) | None => {}
    }
    let body = match incoming.body().await {
        Ok(body) => body,
        Err(error) => return refusal::unreadable(product, error, true, reader),
    };
    let (id, secret) = match read(product, incoming, &body) {
        Ok(credentials) => credentials,
        Err(bad) => return answer(&EdgeAnswer::BadTokenRequest(&bad), Cause::BadInput),
    };
    let Some((client, secret)) = proven(&id, &secret, product, config) else {
        return answer(&EdgeAnswer::CredentialRefused, Cause::CredentialRefused);
    };
    let lifetime_seconds = client_token::lifetime_seconds(product);
    let claims = Claims {
        client: client.id.clone(),
        secret: secret.name(),
        product,
        actions: client.actions.iter().copied().filter(|action| Spec::of(product).offers(*action)).collect(),
        mints_tickets: client.mints_tickets,
        expires_at: clock::now_seconds().saturating_add(lifetime_seconds.into()),
    };
    match client_token::sign(&claims, &config.keys) {
        Ok(value) => answer(&EdgeAnswer::Token { value: &value, lifetime_seconds }, Cause::Granted),
        Err(_) => answer(&EdgeAnswer::NotSent, Cause::Unsigned),
    }
}

/// The id and the secret in a header, if the vendor's page allows that.
fn in_header(product: Product, incoming: &Incoming) -> Option<Result<(String, Secret), BadInput>> {
    let read = Spec::of(product).token.read_header?;
    incoming.header("Authorization").map(|value| read(&value))
}

fn read(product: Product, incoming: &Incoming, body: &[u8]) -> Result<(String, Secret), BadInput> {
    let (authorization, content_type) =
        (incoming.credential("Authorization"), incoming.header("Content-Type"));
    (Spec::of(product).token.read)(&TokenInput {
        query: &incoming.query,
        authorization: authorization.as_ref().map(Secret::expose),
        content_type: content_type.as_deref(),
        body,
    })
}

/// The client with this id and secret, if it may use the product. An unknown id costs the same
/// comparison as a wrong secret.
fn proven<'c>(
    id: &str,
    secret: &Secret,
    product: Product,
    config: &'c Config,
) -> Option<(&'c Client, &'c SecretHash)> {
    let client = config.client(id);
    let hash = recognise(secret, client.map_or(&[], |client| &client.secret_hashes));
    Some((client.filter(|client| client.products.contains(&product))?, hash?))
}
