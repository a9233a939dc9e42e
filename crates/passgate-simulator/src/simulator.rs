use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

use crate::net::serve;
use crate::oidc::KeyRing;
use crate::options::Options;
use crate::play::Play;
use crate::world::World;

/// How long calls under way may take when the simulator is dropped.
const NO_GRACE: Duration = Duration::ZERO;

/// A running simulator. Dropping it stops it and frees its port.
pub struct Simulator {
    address: SocketAddr,
    issuer: String,
    stop: Option<oneshot::Sender<Duration>>,
    thread: Option<JoinHandle<()>>,
}

impl Simulator {
    /// Starts on a thread of its own and returns once connections are accepted.
    ///
    /// # Errors
    /// When the address is not a loopback address, is taken, or the system gives no thread.
    pub fn start(options: Options) -> io::Result<Self> {
        if !options.listen.ip().is_loopback() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the simulator listens on loopback addresses only",
            ));
        }
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("passgate-simulator")
            .enable_all()
            .build()?;
        let listener = runtime.block_on(TcpListener::bind(options.listen))?;
        let address = listener.local_addr()?;
        let issuer = options.issuer.clone().unwrap_or_else(|| format!("http://{address}/api/v1/oauth2"));
        let world = World::new(options, issuer.clone(), KeyRing::new());
        let play = Arc::new(Play::new(world));
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("passgate-simulator".to_owned())
            .spawn(move || run(runtime, listener, play, stopped))?;
        Ok(Self { address, issuer, stop: Some(stop), thread: Some(thread) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://` and the address.
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The issuer of its id tokens; discovery is below it.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Stops accepting, and gives the calls under way so much time to end.
    pub fn stop(mut self, grace: Duration) {
        self.end(grace);
    }

    fn end(&mut self, grace: Duration) {
        if let Some(stop) = self.stop.take() {
            // The receiver is gone only when the thread has ended already.
            let _ = stop.send(grace);
        }
        if let Some(thread) = self.thread.take() {
            // A panic of that thread was reported by the panic hook.
            let _ = thread.join();
        }
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.end(NO_GRACE);
    }
}

fn run(runtime: Runtime, listener: TcpListener, play: Arc<Play>, stopped: oneshot::Receiver<Duration>) {
    runtime.block_on(serve(listener, play, stopped));
    runtime.shutdown_background();
}
