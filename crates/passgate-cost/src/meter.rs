//! The interpreter that counts fuel.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use wasmi::{Config, Engine, Instance, Linker, Memory, Module, Store};

/// The core in an interpreter.
pub struct Meter {
    store: Store<()>,
    instance: Instance,
}

/// Far more fuel than any call may use.
const FUEL: u64 = 1 << 40;

impl Meter {
    /// Compiles the core with the browser's profile, and loads it.
    ///
    /// # Errors
    /// Fails if it does not compile, or if the target wasm32-unknown-unknown is not installed.
    pub fn new() -> Result<Self> {
        let mut config = Config::default();
        config.consume_fuel(true);
        let engine = Engine::new(&config);
        let wasm = std::fs::read(compile()?).context("the module could not be read")?;
        let module = Module::new(&engine, &wasm)?;
        let mut store = Store::new(&engine, ());
        store.set_fuel(FUEL)?;
        let instance = Linker::new(&engine).instantiate_and_start(&mut store, &module)?;
        Ok(Self { store, instance })
    }

    /// The fuel to prepare a policy for a person, both given as JSON text.
    ///
    /// # Errors
    /// Fails if one of them is invalid.
    pub fn make(&mut self, policy: &str, identity: &str) -> Result<u64> {
        for (document, name) in [(policy, "policy"), (identity, "identity")] {
            self.write(&document.encode_utf16().collect::<Vec<u16>>())?;
            ensure!(self.call(name)?.1 == 1, "invalid {name}: {document}");
        }
        self.run("make")
    }

    /// The fuel to check a text, and whether it is accepted.
    ///
    /// # Errors
    /// Fails if the core traps.
    pub fn judge(&mut self, units: &[u16]) -> Result<(u64, bool)> {
        self.write(units)?;
        let (cost, accepted) = self.call("judge")?;
        Ok((cost, accepted == 1))
    }

    /// The fuel of each call with a text, by the name of the call. The names in `_text` take a Rust string,
    /// the others UTF-16 code units. [`Self::make`] must have been called.
    ///
    /// # Errors
    /// Fails if the core traps.
    pub fn calls(&mut self, units: &[u16]) -> Result<Vec<(&'static str, u64)>> {
        self.write(units)?;
        self.run("text")?;
        let names = ["judge", "accepts", "refuse", "check_text", "accepts_text", "refuse_text"];
        names.into_iter().map(|name| Ok((name, self.call(name)?.0))).collect()
    }

    /// The password that the module generates with the pseudo-random bytes of this seed.
    ///
    /// # Errors
    /// Fails if there is none.
    pub fn generate(&mut self, seed: u64) -> Result<Vec<u16>> {
        self.generated("generate", seed)
    }

    /// Keeps the checker as the other one, beside the one that is made next.
    ///
    /// # Errors
    /// When the core traps.
    pub fn keep(&mut self) -> Result<()> {
        self.run("keep").map(drop)
    }

    /// As [`Meter::generate`], of a password that the checker of [`Meter::keep`] accepts as well.
    ///
    /// # Errors
    /// When there is none.
    pub fn generate_for_both(&mut self, seed: u64) -> Result<Vec<u16>> {
        self.generated("generate_for_both", seed)
    }

    fn generated(&mut self, name: &str, seed: u64) -> Result<Vec<u16>> {
        self.store.set_fuel(FUEL)?;
        let generate = self.instance.get_typed_func::<u64, u32>(&self.store, name)?;
        let length = generate.call(&mut self.store, seed)?;
        ensure!(length > 0, "no password was generated");
        let address = self.room(length)?;
        let mut bytes = vec![0; usize::try_from(length)?.saturating_mul(2)];
        self.memory()?.read(&self.store, address, &mut bytes)?;
        let units = bytes.as_chunks::<2>().0.iter();
        Ok(units.map(|bytes| u16::from_le_bytes(*bytes)).collect())
    }

    /// The address of a buffer for this many UTF-16 units. Units that are already in it are kept.
    fn room(&mut self, units: u32) -> Result<usize> {
        let room = self.instance.get_typed_func::<u32, u32>(&self.store, "room")?;
        Ok(usize::try_from(room.call(&mut self.store, units)?)?)
    }

    fn memory(&self) -> Result<Memory> {
        self.instance.get_memory(&self.store, "memory").context("the module has no memory")
    }

    fn write(&mut self, units: &[u16]) -> Result<()> {
        self.store.set_fuel(FUEL)?;
        let address = self.room(u32::try_from(units.len())?)?;
        let bytes: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        self.memory()?.write(&mut self.store, address, &bytes)?;
        Ok(())
    }

    fn call(&mut self, name: &str) -> Result<(u64, u32)> {
        let function = self.instance.get_typed_func::<(), u32>(&self.store, name)?;
        self.store.set_fuel(FUEL)?;
        let answer = function.call(&mut self.store, ())?;
        Ok((self.spent()?, answer))
    }

    fn run(&mut self, name: &str) -> Result<u64> {
        let function = self.instance.get_typed_func::<(), ()>(&self.store, name)?;
        self.store.set_fuel(FUEL)?;
        function.call(&mut self.store, ())?;
        self.spent()
    }

    fn spent(&self) -> Result<u64> {
        Ok(FUEL.saturating_sub(self.store.get_fuel()?))
    }
}

/// Compiles the module with the browser's profile. An up-to-date build takes no time.
fn compile() -> Result<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let status = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(&root)
        .args(["build", "--quiet", "--lib", "--package", "passgate-cost"])
        .args(["--profile", "browser", "--target", "wasm32-unknown-unknown", "--target-dir"])
        .arg(&target)
        .status()
        .context("cargo could not be run")?;
    ensure!(
        status.success(),
        "the core does not compile for wasm32: `rustup target add wasm32-unknown-unknown`"
    );
    Ok(target.join("wasm32-unknown-unknown/browser/passgate_cost.wasm"))
}
