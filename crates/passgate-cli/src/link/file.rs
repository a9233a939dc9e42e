//! A file of accounts: CSV in UTF-8, with or without a line that names the columns.

use std::collections::BTreeSet;

use csv::{ReaderBuilder, StringRecord, Trim};
use passgate_core::nearest;

use super::Account;
use crate::person::Person;

/// A column of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Account,
    IdType,
    Username,
    Person,
    Phone,
    Email,
    Word,
}

/// Each column with its name.
const COLUMNS: [(&str, Column); 7] = [
    ("account", Column::Account),
    ("id_type", Column::IdType),
    ("username", Column::Username),
    ("person", Column::Person),
    ("phone", Column::Phone),
    ("email", Column::Email),
    ("word", Column::Word),
];

impl Column {
    fn of(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        COLUMNS.into_iter().find(|(known, _)| *known == name).map(|(_, column)| column)
    }

    const fn may_be_repeated(self) -> bool {
        matches!(self, Self::Phone | Self::Email | Self::Word)
    }
}

/// Words that other systems write above the ids. No account has such an id.
const OTHER_HEADINGS: [&str; 10] =
    ["id", "userid", "accountid", "openid", "unionid", "employeeid", "账号", "帐号", "工号", "用户id"];

/// Reads the accounts.
///
/// # Errors
/// Every line that is wrong, with its number.
pub fn read(bytes: &[u8], id_type: Option<&str>) -> Result<Vec<(u64, Account)>, Vec<String>> {
    let mut lines = ReaderBuilder::new().has_headers(false).flexible(true).trim(Trim::All).from_reader(bytes);
    let (mut accounts, mut wrong) = (Vec::new(), Vec::new());
    let mut layout: Option<Layout> = None;
    let mut place = Place { bytes, byte: 0, line: 1 };
    for record in lines.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = place.line_of(error.position());
                wrong.push(format!("line {line}: is not UTF-8; save the file as CSV UTF-8"));
                continue;
            }
        };
        let line = place.line_of(record.position());
        // Spaces alone, or commas alone as spreadsheets write empty rows.
        if record.iter().all(str::is_empty) {
            continue;
        }
        let mut blame = |problem: String| wrong.push(format!("line {line}: {problem}"));
        let layout = match &layout {
            Some(layout) => layout,
            None if record.iter().any(|cell| Column::of(cell).is_some()) => {
                let named = columns(&record, &mut blame);
                if !named.contains(&Some(Column::Account)) {
                    blame("names columns, but none is called account".to_owned());
                    // The lines below cannot be read without it.
                    return Err(wrong);
                }
                layout = Some(Layout::Named(named));
                continue;
            }
            None => layout.insert(Layout::Plain),
        };
        match layout.account(&record, id_type) {
            Ok(account) => accounts.push((line, account)),
            Err(problem) => blame(problem),
        }
    }
    repeated(&accounts, &mut wrong);
    if accounts.is_empty() && wrong.is_empty() {
        wrong.push("has no account".to_owned());
    }
    if wrong.is_empty() { Ok(accounts) } else { Err(wrong) }
}

/// Where the reading is. The reader's own number of a line does not count empty lines before it.
struct Place<'b> {
    bytes: &'b [u8],
    byte: usize,
    line: u64,
}

impl Place<'_> {
    /// The number of the line in which the record at the position begins. Positions only increase.
    fn line_of(&mut self, position: Option<&csv::Position>) -> u64 {
        let at = position.and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or_default();
        let rest = self.bytes.get(at..).unwrap_or_default();
        let empty = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let begin = at.saturating_add(empty);
        let passed = self.bytes.get(self.byte..begin).unwrap_or_default();
        let ends = passed.iter().filter(|byte| **byte == b'\n').count();
        self.line = self.line.saturating_add(u64::try_from(ends).unwrap_or_default());
        self.byte = self.byte.max(begin);
        self.line
    }
}

/// What the cells of a line are.
enum Layout {
    /// The first line names the columns; `None` is a column that is reported as unknown.
    Named(Vec<Option<Column>>),
    /// An account and, if it is there, its kind of id.
    Plain,
}

impl Layout {
    fn account(&self, record: &StringRecord, id_type: Option<&str>) -> Result<Account, String> {
        let plain = [Some(Column::Account), Some(Column::IdType)];
        let columns = match self {
            Self::Named(columns) if columns.len() != record.len() => {
                let (there, named) = (counted(record.len()), columns.len());
                return Err(format!("has {there}, and the first line names {named}"));
            }
            Self::Named(columns) => columns.as_slice(),
            Self::Plain if record.len() > plain.len() => {
                let there = counted(record.len());
                return Err(format!("has {there}: name the columns in a first line: {}", names()));
            }
            Self::Plain => &plain,
        };
        let mut account =
            Account { id: String::new(), id_type: id_type.map(str::to_owned), person: Person::default() };
        let person = &mut account.person;
        for (column, cell) in columns.iter().zip(record).filter(|(_, cell)| !cell.is_empty()) {
            let cell = cell.to_owned();
            match column {
                Some(Column::Account) => account.id = cell,
                Some(Column::IdType) => account.id_type = Some(cell),
                Some(Column::Username) => person.username = Some(cell),
                Some(Column::Person) => person.person = Some(cell),
                Some(Column::Phone) => person.phone.push(cell),
                Some(Column::Email) => person.email.push(cell),
                Some(Column::Word) => person.word.push(cell),
                None => {}
            }
        }
        let plain: String = account.id.to_lowercase().chars().filter(|letter| *letter != '_').collect();
        if account.id.is_empty() {
            Err("has no account".to_owned())
        } else if account.id.contains([';', '\t']) {
            Err("separates its columns by other characters than commas".to_owned())
        } else if OTHER_HEADINGS.contains(&plain.as_str()) {
            Err(format!("names columns, but none is called account; the columns are {}", names()))
        } else {
            Ok(account)
        }
    }
}

fn counted(columns: usize) -> String {
    if columns == 1 { "1 column".to_owned() } else { format!("{columns} columns") }
}

fn names() -> String {
    COLUMNS.map(|(name, _)| name).join(", ")
}

/// The columns that a first line names.
fn columns(record: &StringRecord, blame: &mut impl FnMut(String)) -> Vec<Option<Column>> {
    let mut columns: Vec<Option<Column>> = Vec::new();
    for cell in record {
        let column = Column::of(cell);
        match column {
            None => {
                let known = COLUMNS.map(|(name, _)| name);
                let meant = nearest(cell, known).map(|meant| format!("; did you mean {meant}?"));
                let all = || format!("; the columns are {}", names());
                blame(format!("the column {cell:?} is unknown{}", meant.unwrap_or_else(all)));
            }
            Some(known) if columns.contains(&column) && !known.may_be_repeated() => {
                blame(format!("the column {cell} is there twice"));
            }
            Some(_) => {}
        }
        columns.push(column);
    }
    columns
}

/// Reports accounts that are in the file twice.
fn repeated(accounts: &[(u64, Account)], wrong: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    for (line, account) in accounts {
        if !seen.insert((&account.id, &account.id_type)) {
            wrong.push(format!(
                "line {line}: {} is in the file twice: its second link would end its first",
                account.id
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Vec<(u64, String, Option<String>)> {
        let accounts = read(text.as_bytes(), Some("user_id")).unwrap();
        accounts.into_iter().map(|(line, account)| (line, account.id, account.id_type)).collect()
    }

    fn wrong(text: &str) -> Vec<String> {
        read(text.as_bytes(), None).err().unwrap_or_default()
    }

    #[test]
    fn a_line_is_an_account_whatever_the_line_ends_and_the_empty_lines() {
        let text = "\u{feff}ou_1,open_id\r\n\r\non_2 , union_id\n  \n,,\nu3,\n\"u4\"\nu5";
        let expected = [
            (1, "ou_1", "open_id"),
            (3, "on_2", "union_id"),
            (6, "u3", "user_id"),
            (7, "u4", "user_id"),
            (8, "u5", "user_id"),
        ];
        let expected = expected.map(|(line, id, kind)| (line, id.to_owned(), Some(kind.to_owned())));
        assert_eq!(ids(text), expected);
    }

    #[test]
    fn a_first_line_names_the_columns_in_any_order() {
        let text = "\u{feff}Username,Account,phone,person,phone,email,word\r\nwangxm,u-1,13800138000,\"王小明, 工程部\",,wang@acme.cn,Acme\r\n,u-2,,,,,\r\n";
        let accounts = read(text.as_bytes(), None).unwrap();
        let (line, wang) = &accounts[0];
        assert_eq!((*line, wang.id.as_str(), wang.id_type.as_deref()), (2, "u-1", None));
        let person = &wang.person;
        assert_eq!(
            (person.username.as_deref(), person.person.as_deref()),
            (Some("wangxm"), Some("王小明, 工程部"))
        );
        assert_eq!(
            (&person.phone, &person.email),
            (&vec!["13800138000".to_owned()], &vec!["wang@acme.cn".to_owned()])
        );
        assert!(accounts[1].1.person.identity().unwrap().is_none());
    }

    #[test]
    fn every_line_that_is_wrong_is_named_by_its_number() {
        assert_eq!(
            wrong("account,usrname,shoe,account\nu-1,w,43,x\nu-2,w\n\n,w,,\nu-1,w,43,y,z\n"),
            [
                "line 1: the column \"usrname\" is unknown; did you mean username?",
                "line 1: the column \"shoe\" is unknown; the columns are account, id_type, username, person, \
                 phone, email, word",
                "line 1: the column account is there twice",
                "line 3: has 2 columns, and the first line names 4",
                "line 5: has no account",
                "line 6: has 5 columns, and the first line names 4",
            ]
        );
        assert_eq!(
            wrong("u-1\nu-2,open_id,wangxm\nu-1\n,open_id\nu-3;open_id\n"),
            [
                "line 2: has 3 columns: name the columns in a first line: account, id_type, username, person, \
                 phone, email, word",
                "line 4: has no account",
                "line 5: separates its columns by other characters than commas",
                "line 3: u-1 is in the file twice: its second link would end its first",
            ]
        );
        // The other lines are not named: each would only lack its account.
        let none = "line 1: names columns, but none is called account".to_owned();
        let meant = "line 1: the column \"acount\" is unknown; did you mean account?".to_owned();
        assert_eq!(wrong("acount,username\nu-1,wangxm\nu-2,li\n"), [meant, none.clone()]);
        assert_eq!(wrong("username,phone\nwangxm,13800138000\n"), [none]);
        for heading in ["user_id", "工号,姓名", "User_ID,name"] {
            let told = wrong(&format!("{heading}\n"));
            assert!(told.len() == 1 && told[0].starts_with("line 1: names columns"), "{told:?}");
        }
        assert_eq!(wrong(""), ["has no account"]);
        assert_eq!(wrong("account,username\n"), ["has no account"]);
        let gbk = [b"account,person\nu-1,".as_slice(), &[0xCD, 0xF5], b"\nu-2,x\n"].concat();
        assert_eq!(read(&gbk, None).err().unwrap(), ["line 2: is not UTF-8; save the file as CSV UTF-8"]);
    }
}
