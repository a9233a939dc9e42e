//! Every mistake of an object. The reader itself stops at the first, which is enough for a browser.

use super::{Record, check, shown};
use crate::document::{
    Document, DocumentError, FIELDS, Fault, KINDS, Kind, NAMES, Node, Shape, bit, nearest,
};

impl<'d> Record<'d> {
    /// Reads as much of an object as it can, and says everything that is wrong with it. What follows from
    /// another mistake is not said: a misspelt member is not missing as well.
    pub(crate) fn read_all(node: Node<'d>, document: &Document) -> (Self, Vec<Fault>) {
        let mut record = Self::nothing();
        if let Err(fault) = record.read_tag(node, document) {
            // Without the tag it is unknown which members the object may have.
            let fault = document.tag.and_then(|(tag, _)| misspelt(node, tag as u32)).unwrap_or(fault);
            return (record, vec![fault]);
        }
        let Some(shape) = document.shapes.get(record.tag as usize) else { return (record, Vec::new()) };
        if node.first() != b'{' {
            return (record, vec![node.unexpected("an object")]);
        }
        let faults = record.all_faults(node, shape, document.strict);
        (record, faults)
    }

    fn all_faults(&mut self, node: Node<'d>, shape: &Shape, strict: bool) -> Vec<Fault> {
        let (mut faults, mut unknown, mut must) = (Vec::new(), Vec::new(), shape.must);
        let mut entries = node.entries();
        while let (Some(name), Some(value)) = (entries.next(), entries.next()) {
            match NAMES.find(name.spelling()).filter(|field| shape.may & bit(*field) != 0) {
                Some(field) if value.first() != b'n' => {
                    must &= !bit(field);
                    if let Err(first) = self.hold(field, value, strict) {
                        faults.extend(of_list(field, value, strict).unwrap_or_else(|| vec![first]));
                    }
                }
                None if strict => unknown.push(name.text()),
                _ => {}
            }
        }
        for name in unknown {
            let absent = (0..FIELDS as u32).filter(|field| shape.may & !self.there & bit(*field) != 0);
            let meant = nearest(&name, absent.map(|field| NAMES.name(field)));
            faults.push(unknown_field(&name, meant));
            let is_meant = |field: &u32| meant == Some(NAMES.name(*field));
            must &= !(0..FIELDS as u32).find(is_meant).map_or(0, bit);
        }
        let missing = (0..FIELDS as u32).filter(|field| must & bit(*field) != 0);
        faults.extend(missing.map(|field| DocumentError::new(NAMES.name(field), &["is missing"])));
        faults
    }
}

fn unknown_field(name: &str, meant: Option<&str>) -> Fault {
    match meant {
        Some(meant) => DocumentError::new(&shown(name), &["unknown field; did you mean `", meant, "`?"]),
        None => DocumentError::new(&shown(name), &["unknown field"]),
    }
}

/// The member that was meant to be the field, where the object does not have the field itself.
fn misspelt(node: Node<'_>, field: u32) -> Option<Fault> {
    let names: Vec<Node<'_>> = node.entries().step_by(2).filter(|_| node.first() == b'{').collect();
    if names.iter().any(|name| NAMES.find(name.spelling()) == Some(field)) {
        return None;
    }
    let mut texts = names.into_iter().map(Node::text);
    texts.find_map(|name| nearest(&name, [NAMES.name(field)]).map(|meant| unknown_field(&name, Some(meant))))
}

/// What is wrong with each entry of a list of words, if an entry is.
fn of_list(field: u32, list: Node<'_>, strict: bool) -> Option<Vec<Fault>> {
    let Some(Kind::Words(words)) = KINDS.get(field as usize) else { return None };
    let of_entry = |(index, item): (u32, Node<'_>)| {
        let fault = check(Kind::Word(*words), item, strict).err()?;
        Some(fault.in_list("", index).in_parent(NAMES.name(field)))
    };
    let faults: Vec<Fault> = (0_u32..).zip(list.entries()).filter_map(of_entry).collect();
    (list.first() == b'[' && !faults.is_empty()).then_some(faults)
}
