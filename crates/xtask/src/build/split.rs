//! One wasm module in two: what the first verdict needs, and the rest, which is fetched meanwhile.
//!
//! The second half lives in the memory and the table of the first: together they are the very module
//! that was split. A function that goes and is called by one that stays leaves a stub behind, which
//! calls a slot of the table; the second half puts the function there when it is instantiated. Until
//! then a stub traps: who calls one makes sure first. The other way round the first half has what the
//! second calls in slots of its own. Neither imports the functions of the other: for each kind of
//! imported function an engine may make a bridge to JavaScript (V8 does) that nobody would cross.

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
    ensure!(first.imports.iter().next().is_none(), "a module to split imports nothing");
    ensure!(first.start.is_none(), "a module to split starts nothing");
    let going = going(&first, rest.code)?;
    let stubs: Vec<Number> = staying(wasm, &going)?.into_iter().filter(|it| going.contains(it)).collect();
    ensure!(!stubs.is_empty(), "nothing calls the rest: was it inlined?");
    let stays = staying(wasm, &stubs)?;
    let slot = leave_stubs(&mut first, &stubs)?;
    import_what_stays(&mut second, &stays, &stubs)?;
    fill_slots(&mut second, &stubs, slot)?;
    move_data(&mut first, &mut second, rest.data)?;
    passes::gc::run(&mut second);
    call_through_table(&mut second, &mut first)?;
    // The linker says where its data ends; nobody asks.
    delete_exports(&mut first, |item| matches!(item, ExportItem::Global(_)));
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
            let name = rustc_demangle::demangle(function.name.as_deref().unwrap_or_default()).to_string();
            if matches!(function.kind, FunctionKind::Local(_)) && below(name.trim_start_matches('<')) {
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

/// What is reached when these are stubs, with the stubs that are reached.
fn staying(wasm: &[u8], stubs: &[Number]) -> Result<Vec<Number>> {
    let mut module = Module::from_buffer(wasm)?;
    leave_stubs(&mut module, stubs)?;
    passes::gc::run(&mut module);
    let mut stays: Vec<Number> = module.funcs.iter().map(|function| function.id().index()).collect();
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

/// Lets the second half call slots of the table instead of imports, and the first fill them.
fn call_through_table(second: &mut Module, first: &mut Module) -> Result<()> {
    let mut called = Vec::new();
    for id in ids(second.imports.iter(), |import| import.id()) {
        if let ImportKind::Function(function) = second.imports.get(id).kind {
            called.push(function.index());
            second.imports.delete(id);
        }
    }
    let slot = leave_stubs(second, &called)?;
    ensure!(
        slot == first.tables.get(table(first)?).initial,
        "the halves count the table's slots differently"
    );
    fill_slots(first, &called, slot)
}

fn make_slots(module: &mut Module, table: TableId, many: usize) {
    let slots = module.tables.get_mut(table);
    slots.initial = slots.initial.saturating_add(many as u64);
    slots.maximum = slots.maximum.map(|maximum| maximum.max(slots.initial));
}

/// Makes imports of everything that the first half has.
fn import_what_stays(module: &mut Module, stays: &[Number], stubs: &[Number]) -> Result<()> {
    delete_exports(module, |_| true);
    for id in ids(module.elements.iter(), |element| element.id()) {
        module.elements.delete(id);
    }
    for id in ids(module.data.iter(), |data| data.id()) {
        module.data.delete(id);
    }
    for stays in stays.iter().filter(|function| !stubs.contains(function)) {
        let id = function(module, *stays)?;
        let ty = module.funcs.get(id).ty();
        let import = module.imports.add(FIRST, "", id);
        module.funcs.get_mut(id).kind = FunctionKind::Import(ImportedFunction { import, ty });
    }
    for table in module.tables.iter_mut() {
        table.elem_segments.clear();
        table.import = Some(module.imports.add(FIRST, "", table.id()));
    }
    for memory in module.memories.iter_mut() {
        memory.data_segments.clear();
        memory.import = Some(module.imports.add(FIRST, "", memory.id()));
    }
    for id in ids(module.globals.iter(), |global| global.id()) {
        let import = module.imports.add(FIRST, "", id);
        module.globals.get_mut(id).kind = GlobalKind::Import(import);
    }
    Ok(())
}

fn delete_exports(module: &mut Module, which: impl Fn(&ExportItem) -> bool) {
    let exports = module.exports.iter().filter(|export| which(&export.item));
    for id in ids(exports, |export| export.id()) {
        module.exports.delete(id);
    }
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
            ImportKind::Table(id) => same(first.tables.iter().map(|table| table.id()), id.index())?.into(),
            ImportKind::Global(id) => {
                same(first.globals.iter().map(|global| global.id()), id.index())?.into()
            }
            ImportKind::Memory(id) => {
                stamp.clone_into(&mut import.name);
                same(first.memories.iter().map(|memory| memory.id()), id.index())?.into()
            }
            ImportKind::Function(_) | ImportKind::Tag(_) => bail!("the halves share no function and no tag"),
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
