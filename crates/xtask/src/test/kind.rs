//! The kinds of checks and tests, in the order in which they run.

/// A kind of checks and tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// rustfmt.
    Format,
    /// clippy, rustdoc, and the checks of dependencies.
    Lint,
    /// Unit, property and documentation tests of every crate.
    Native,
    /// The package, the Worker and the simulator build.
    Build,
    /// The generated files are up to date.
    Codegen,
    /// The sizes are those of the snapshot.
    Size,
    /// The package in Node: vectors, the README's examples, the documentation.
    Node,
    /// The packed package in the tools and runtimes of its consumers.
    Consumers,
    /// The packed package in complete frameworks, which are installed for the tests. Only on request.
    ConsumersHeavy,
    /// The Worker by Cloudflare's own tool, on this machine.
    Cloudflare,
    /// The Worker on `workerd` against the simulator.
    Edge,
    /// The OpenAPI document against the running Worker, fuzzed.
    OpenApi,
    /// The forms and the elements in Chromium, the package in every engine.
    Browser,
    /// The official Node SDK as a client.
    SdkNode,
    /// The official Python SDK as a client.
    SdkPython,
}

impl Kind {
    /// All kinds, the fast and informative ones first.
    pub const ALL: [Self; 15] = [
        Self::Format,
        Self::Lint,
        Self::Native,
        Self::Build,
        Self::Codegen,
        Self::Size,
        Self::Node,
        Self::Consumers,
        Self::ConsumersHeavy,
        Self::OpenApi,
        Self::SdkNode,
        Self::SdkPython,
        Self::Cloudflare,
        Self::Edge,
        Self::Browser,
    ];

    /// The name in `--only` and in the table.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Lint => "lint",
            Self::Native => "native",
            Self::Build => "build",
            Self::Codegen => "codegen",
            Self::Size => "size",
            Self::Node => "node",
            Self::Consumers => "consumers",
            Self::ConsumersHeavy => "consumers-heavy",
            Self::Cloudflare => "cloudflare",
            Self::Edge => "edge",
            Self::OpenApi => "openapi",
            Self::Browser => "browser",
            Self::SdkNode => "sdk-node",
            Self::SdkPython => "sdk-python",
        }
    }

    /// The headline that is printed when it starts.
    pub const fn headline(self) -> &'static str {
        match self {
            Self::Format => "format: rustfmt",
            Self::Lint => {
                "lint: clippy, for this machine and for wasm32; the documentation; the dependencies"
            }
            Self::Native => "native: unit, property and documentation tests",
            Self::Build => "build: the package, the Worker, the simulator",
            Self::Codegen => "codegen: the generated files are up to date",
            Self::Size => "size: the sizes are those of the snapshot",
            Self::Node => "node: the package in Node, its examples; the documents",
            Self::Consumers => "consumers: the packed package in bundlers, runtimes and test runners",
            Self::ConsumersHeavy => "consumers-heavy: the packed package in whole frameworks",
            Self::Cloudflare => "cloudflare: deploy, start-up and a reset by Wrangler on this machine",
            Self::Edge => "edge: the Worker on workerd against the simulator",
            Self::OpenApi => "openapi: the API's document against the running Worker, fuzzed",
            Self::Browser => "browser: the forms and the elements in Chromium, the package in every engine",
            Self::SdkNode => "sdk-node: the official Node SDK as a client",
            Self::SdkPython => "sdk-python: the official Python SDK as a client",
        }
    }

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it runs only on request: it installs a gigabyte and takes minutes.
    pub const fn is_on_request(self) -> bool {
        matches!(self, Self::ConsumersHeavy)
    }

    /// Whether this kind cannot run when `other` has failed.
    pub const fn needs(self, other: Self) -> bool {
        matches!(other, Self::Build)
            && matches!(
                self,
                Self::Size
                    | Self::Node
                    | Self::Cloudflare
                    | Self::Edge
                    | Self::OpenApi
                    | Self::Browser
                    | Self::SdkNode
                    | Self::SdkPython
            )
    }
}
