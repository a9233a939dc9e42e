//! The rate limit of the calls to a product's vendor.

use passgate_core::Product;
use passgate_wire::Spec;

use crate::base::fields::Fields;
use crate::gate::VendorRate;

/// The greatest number of a rate of vendor calls.
pub(super) const MOST: u64 = 10_000;

/// Reads `rate`, or takes the rate that the vendor's page documents. Where the page documents none,
/// calls are not shaped until the tenant configures a rate.
pub(super) fn read(fields: &mut Fields<'_>, product: Product) -> Option<VendorRate> {
    let page = Spec::of(product).rate;
    let Some(value) = fields.optional("rate") else {
        return page.map(|page| VendorRate { per_second: page.per_second, burst: page.burst });
    };
    let path = fields.path_of("rate");
    let mut rate = Fields::of(value, &path, fields.wrong())?;
    let vendor = rate.optional_number("vendor_per_second", 1, MOST);
    let vendor = vendor.or(page.map(|page| page.vendor_per_second.into()));
    let per_second = rate.number("per_second", 1, MOST);
    let burst = rate.optional_number("burst", 1, MOST).unwrap_or(1);
    let at_most = per_second.unwrap_or(0).saturating_add(burst);
    if let Some(vendor) = vendor
        && at_most > vendor
    {
        let problem =
            format!("and burst make up to {at_most} calls in one second, and the vendor takes {vendor}");
        rate.blame("per_second", &problem);
    }
    rate.finish();
    let whole = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    Some(VendorRate { per_second: whole(per_second?), burst: whole(burst) })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read_from(product: Product, value: Value) -> (Option<VendorRate>, Vec<String>) {
        let mut wrong = Vec::new();
        let mut fields = Fields::of(value, "", &mut wrong).unwrap();
        let rate = read(&mut fields, product);
        (rate, wrong.iter().map(|w| format!("{} {}", w.field, w.problem)).collect())
    }

    #[test]
    fn the_defaults_are_what_the_pages_say() {
        assert_eq!(read_from(Product::Feishu, json!({})).0, Some(VendorRate { per_second: 8, burst: 1 }));
        assert_eq!(read_from(Product::Lark, json!({})).0, read_from(Product::Feishu, json!({})).0);
        assert_eq!(read_from(Product::Eiam, json!({})).0, None);
    }

    #[test]
    fn a_rate_stays_below_the_vendors() {
        let (rate, wrong) = read_from(
            Product::Feishu,
            json!({"rate": {"vendor_per_second": 100, "per_second": 80, "burst": 5}}),
        );
        assert_eq!((rate, wrong.len()), (Some(VendorRate { per_second: 80, burst: 5 }), 0));
        let (rate, _) = read_from(Product::Eiam, json!({"rate": {"per_second": 20}}));
        assert_eq!(rate, Some(VendorRate { per_second: 20, burst: 1 }));
        for (value, expected) in [
            (
                json!({"per_second": 8, "burst": 4}),
                "rate.per_second and burst make up to 12 calls in one second, and the vendor takes 10",
            ),
            (json!({"burst": 4}), "rate.per_second is missing"),
            (json!({"per_second": 0}), "rate.per_second must be a whole number from 1 to 10000"),
            (json!({"per_second": 1, "per_minute": 5}), "rate.per_minute is unknown"),
        ] {
            let (_, wrong) = read_from(Product::Feishu, json!({"rate": value}));
            assert_eq!(wrong, [expected]);
        }
    }
}
