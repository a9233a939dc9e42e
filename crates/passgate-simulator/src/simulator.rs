use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, mpsc};
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

/// How long calls in progress may take when the simulator is dropped.
const NO_GRACE: Duration = Duration::ZERO;

/// A running simulator. Dropping it stops it and frees its port.
pub struct Simulator {
    address: SocketAddr,
    issuer: String,
    stop: Option<oneshot::Sender<Duration>>,
    thread: Option<JoinHandle<()>>,
}

impl Simulator {
    /// Starts the simulator on its own thread and returns once it accepts connections.
    ///
    /// # Errors
    /// When the address is not a loopback address, is taken, or the system provides no thread.
    pub fn start(options: Options) -> io::Result<Self> {
        if !options.listen.ip().is_loopback() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the simulator listens on loopback addresses only",
            ));
        }
        let (stop, stopped) = oneshot::channel();
        let (announce, announced) = mpsc::channel();
        // The runtime exists only on its own thread, so that a caller may be asynchronous.
        let thread = std::thread::Builder::new()
            .name("passgate-simulator".to_owned())
            .spawn(move || run(options, stopped, &announce))?;
        let (address, issuer) =
            announced.recv().map_err(|_| io::Error::other("the simulator's thread ended at once"))??;
        Ok(Self { address, issuer, stop: Some(stop), thread: Some(thread) })
    }

    /// The address on which the simulator listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base URL: `http://` and the address.
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The issuer of its id tokens. Discovery is below it.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Stops accepting connections, and gives calls in progress that much time to end.
    pub fn stop(mut self, grace: Duration) {
        self.end(grace);
    }

    fn end(&mut self, grace: Duration) {
        if let Some(stop) = self.stop.take() {
            // The receiver is gone only when the thread has already ended.
            let _ = stop.send(grace);
        }
        if let Some(thread) = self.thread.take() {
            // The panic hook has reported a panic of that thread.
            let _ = thread.join();
        }
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.end(NO_GRACE);
    }
}

type Announcement = io::Result<(SocketAddr, String)>;

fn run(options: Options, stopped: oneshot::Receiver<Duration>, announce: &mpsc::Sender<Announcement>) {
    let (runtime, listener, address) = match listen(options.listen) {
        Ok(listening) => listening,
        Err(error) => {
            // The receiver is gone only when the caller is gone, and then the result is not needed.
            let _ = announce.send(Err(error));
            return;
        }
    };
    let issuer = options.issuer.clone().unwrap_or_else(|| format!("http://{address}/api/v1/oauth2"));
    let world = World::new(options, issuer.clone(), KeyRing::new());
    let play = Arc::new(Play::new(world));
    let _ = announce.send(Ok((address, issuer)));
    runtime.block_on(serve(listener, play, stopped));
    runtime.shutdown_background();
}

fn listen(address: SocketAddr) -> io::Result<(Runtime, TcpListener, SocketAddr)> {
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("passgate-simulator")
        .enable_all()
        .build()?;
    let listener = runtime.block_on(TcpListener::bind(address))?;
    let address = listener.local_addr()?;
    Ok((runtime, listener, address))
}
