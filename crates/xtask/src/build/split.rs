//! One wasm module in two: what the first verdict needs, and the rest, which is fetched meanwhile.
//!
//! The second half lives in the memory and the table of the first and calls its functions: together
//! they are the very module that was split. A function that goes and is called by one that stays
//! leaves a stub behind, which calls a slot of the table; the second half puts the function there
//! when it is instantiated. Until then a stub traps: who calls one makes sure first.

use std::collections::HashSet;

use anyhow::{Context, Result, bail, ensure};
use id_arena::Id;
use sha2::{Digest, Sha256};
use walrus::{
    ConstExpr, DataKind, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId, FunctionKind,
    GlobalKind, ImportKind, ImportedFunction, LocalId, MemoryId, Module, TableId, ir, passes,
};

/// What the second half calls the first: all it imports are exports of that.
pub const FIRST: &str = "a";

/// What goes into the second half.
pub struct Rest<'r> {
    /// Paths of modules, types or functions: everything below them.
    pub code: &'r [&'r str],
    /// The content of statics.
    pub data: &'r [Vec<u8>],
}

/// The two modules.
pub struct Halves {
    /// Complete but for the rest.
    pub first: Vec<u8>,
    /// The rest.
    pub second: Vec<u8>,
}

/// Splits a module that still has the names of its functions.
pub fn split(wasm: &[u8], rest: &Rest<'_>) -> Result<Halves> {
    let mut first = Module::from_buffer(wasm)?;
    let mut second = Module::from_buffer(wasm)?;
    let going = going(&first, rest.code)?;
    let stubs: Vec<Number> = staying(wasm, &going)?.into_iter().filter(|it| going.contains(it)).collect();
    ensure!(!stubs.is_empty(), "nothing calls the rest: was it inlined?");
    let stays = staying(wasm, &stubs)?;
    let slot = leave_stubs(&mut first, &stubs)?;
    import_what_stays(&mut second, &stays, &stubs)?;
    fill_slots(&mut second, &stubs, slot)?;
    move_data(&mut first, &mut second, rest.data)?;
    passes::gc::run(&mut second);
    export_to(&mut second, &mut first, &stamp(wasm))?;
    passes::gc::run(&mut first);
    Ok(Halves { first: first.emit_wasm(), second: second.emit_wasm() })
}

/// Which function: readings of the same bytes number everything alike.
type Number = usize;

/// The functions below these paths.
fn going(module: &Module, paths: &[&str]) -> Result<Vec<Number>> {
    let mut going = Vec::new();
    for path in paths {
        let before = going.len();
        let below = |name: &str| name.strip_prefix(path).is_some_and(|rest| !rest.starts_with(is_of_word));
        for function in module.funcs.iter() {
            let name = function.name.as_deref().unwrap_or_default().trim_start_matches('<');
            if matches!(function.kind, FunctionKind::Local(_)) && below(name) {
                going.push(function.id().index());
            }
        }
        ensure!(going.len() > before, "there is no function below {path}: was it inlined?");
    }
    Ok(going)
}

fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// What is reached when these are stubs, with the stubs that are reached; and everything imported.
fn staying(wasm: &[u8], stubs: &[Number]) -> Result<Vec<Number>> {
    let mut module = Module::from_buffer(wasm)?;
    leave_stubs(&mut module, stubs)?;
    let imported = module.imports.iter().filter_map(|import| match import.kind {
        ImportKind::Function(function) => Some(function.index()),
        _ => None,
    });
    let mut stays: HashSet<Number> = imported.collect();
    passes::gc::run(&mut module);
    stays.extend(module.funcs.iter().map(|function| function.id().index()));
    let mut stays: Vec<Number> = stays.into_iter().collect();
    stays.sort_unstable();
    Ok(stays)
}

/// Makes each of these a call of a slot of its own; gives the first slot.
fn leave_stubs(module: &mut Module, stubs: &[Number]) -> Result<u64> {
    let table = table(module)?;
    let first = module.tables.get(table).initial;
    make_slots(module, table, stubs.len());
    for (stub, slot) in stubs.iter().zip(first..) {
        let id = function(module, *stub)?;
        let ty = module.funcs.get(id).ty();
        let (params, results) = (module.types.params(ty).to_vec(), module.types.results(ty).to_vec());
        let args: Vec<LocalId> = params.iter().map(|param| module.locals.add(*param)).collect();
        let mut stub = FunctionBuilder::new(&mut module.types, &params, &results);
        let mut body = stub.func_body();
        for arg in &args {
            body.local_get(*arg);
        }
        body.i32_const(i32::try_from(slot)?).instr(ir::CallIndirect { ty, table });
        module.funcs.get_mut(id).kind = FunctionKind::Local(stub.local_func(args));
    }
    Ok(first)
}

fn make_slots(module: &mut Module, table: TableId, many: usize) {
    let slots = module.tables.get_mut(table);
    slots.initial = slots.initial.saturating_add(many as u64);
    slots.maximum = slots.maximum.map(|maximum| maximum.max(slots.initial));
}

/// Makes imports of everything that the first half has.
fn import_what_stays(module: &mut Module, stays: &[Number], stubs: &[Number]) -> Result<()> {
    module.start = None;
    for id in ids(module.exports.iter(), |export| export.id()) {
        module.exports.delete(id);
    }
    for id in ids(module.elements.iter(), |element| element.id()) {
        module.elements.delete(id);
    }
    for id in ids(module.data.iter(), |data| data.id()) {
        module.data.delete(id);
    }
    for stays in stays.iter().filter(|function| !stubs.contains(function)) {
        let id = function(module, *stays)?;
        let ty = module.funcs.get(id).ty();
        if let FunctionKind::Import(imported) = &module.funcs.get(id).kind {
            module.imports.get_mut(imported.import).module = FIRST.to_owned();
        } else {
            let import = module.imports.add(FIRST, "", id);
            module.funcs.get_mut(id).kind = FunctionKind::Import(ImportedFunction { import, ty });
        }
    }
    for table in module.tables.iter_mut() {
        ensure!(table.import.is_none(), "a module to split imports no table");
        table.elem_segments.clear();
        table.import = Some(module.imports.add(FIRST, "", table.id()));
    }
    for memory in module.memories.iter_mut() {
        ensure!(memory.import.is_none(), "a module to split imports no memory");
        memory.data_segments.clear();
        memory.import = Some(module.imports.add(FIRST, "", memory.id()));
    }
    for id in ids(module.globals.iter(), |global| global.id()) {
        let import = module.imports.add(FIRST, "", id);
        module.globals.get_mut(id).kind = GlobalKind::Import(import);
    }
    Ok(())
}

/// Puts the functions into the slots of their stubs.
fn fill_slots(module: &mut Module, stubs: &[Number], slot: u64) -> Result<()> {
    let table = table(module)?;
    make_slots(module, table, stubs.len());
    let functions = stubs.iter().map(|stub| function(module, *stub)).collect::<Result<Vec<_>>>()?;
    let offset = ConstExpr::Value(ir::Value::I32(i32::try_from(slot)?));
    let kind = ElementKind::Active { table, offset };
    let element = module.elements.add(kind, ElementItems::Functions(functions));
    module.tables.get_mut(table).elem_segments.insert(element);
    Ok(())
}

/// Lets the second half write these bytes where the first has them.
fn move_data(first: &mut Module, second: &mut Module, statics: &[Vec<u8>]) -> Result<()> {
    for content in statics {
        let (id, at) = first
            .data
            .iter()
            .find_map(|data| Some((data.id(), find(&data.value, content)?)))
            .context("a static of the rest is not in the module")?;
        let data = first.data.get_mut(id);
        let DataKind::Active { memory, offset: ConstExpr::Value(ir::Value::I32(begin)) } = data.kind else {
            bail!("data that has no place of its own");
        };
        let after = data.value.split_off(at.saturating_add(content.len()));
        data.value.truncate(at);
        let at = begin.saturating_add(i32::try_from(at)?);
        let end = at.saturating_add(i32::try_from(content.len())?);
        add_data(first, memory, end, after);
        let memory = second.memories.iter().next().context("the module has no memory")?.id();
        add_data(second, memory, at, content.clone());
    }
    Ok(())
}

fn find(bytes: &[u8], content: &[u8]) -> Option<usize> {
    bytes.windows(content.len()).position(|window| window == content)
}

fn add_data(module: &mut Module, memory: MemoryId, at: i32, bytes: Vec<u8>) {
    let offset = ConstExpr::Value(ir::Value::I32(at));
    let id = module.data.add(DataKind::Active { memory, offset }, bytes);
    module.memories.get_mut(memory).data_segments.insert(id);
}

/// Exports from the first half what the second imports. The memory's name is the stamp of both:
/// halves of different modules do not go together.
fn export_to(second: &mut Module, first: &mut Module, stamp: &str) -> Result<()> {
    for (number, import) in second.imports.iter_mut().enumerate() {
        // No export of the module itself is called so.
        import.name = format!("{number:X}");
        let item: ExportItem = match import.kind {
            ImportKind::Function(id) => function(first, id.index())?.into(),
            ImportKind::Table(id) => same(first.tables.iter().map(|table| table.id()), id.index())?.into(),
            ImportKind::Global(id) => {
                same(first.globals.iter().map(|global| global.id()), id.index())?.into()
            }
            ImportKind::Memory(id) => {
                stamp.clone_into(&mut import.name);
                same(first.memories.iter().map(|memory| memory.id()), id.index())?.into()
            }
            ImportKind::Tag(_) => bail!("a module to split has no tags"),
        };
        first.exports.add(&import.name, item);
    }
    Ok(())
}

fn stamp(wasm: &[u8]) -> String {
    Sha256::digest(wasm).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

fn table(module: &Module) -> Result<TableId> {
    module.tables.main_function_table()?.context("the module has no table of functions")
}

fn function(module: &Module, number: Number) -> Result<FunctionId> {
    same(module.funcs.iter().map(|function| function.id()), number)
}

fn same<T>(mut all: impl Iterator<Item = Id<T>>, number: Number) -> Result<Id<T>> {
    all.find(|id| id.index() == number).context("the two readings differ")
}

fn ids<'m, T: 'm, I>(all: impl Iterator<Item = &'m T>, id: impl Fn(&T) -> I) -> Vec<I> {
    all.map(id).collect()
}
