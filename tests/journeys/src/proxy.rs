//! Where every request to another origin ends: the browser is told to reach the world through this proxy, which
//! answers nothing and records who was asked for. A quiet list at the end proves that nothing left the machine.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

/// A proxy that records and refuses. Ends on drop.
pub struct Proxy {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
    // Held for its Drop, which aborts the listener.
    _task: JoinSet<()>,
}

impl Proxy {
    /// Listens on a free port of the loopback address.
    ///
    /// # Panics
    /// When no port is free.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let port = listener.local_addr().expect("a bound listener has an address").port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let list = Arc::clone(&asked);
        let mut task = JoinSet::new();
        task.spawn(async move {
            let mut open = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                open.spawn(refuse(stream, Arc::clone(&list)));
            }
        });
        Self { port, asked, _task: task }
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What was asked for so far: method and address, e.g. `CONNECT example.org:443`.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn refuse(stream: TcpStream, asked: Arc<Mutex<Vec<String>>>) {
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    if stream.read_line(&mut line).await.is_err() || line.trim().is_empty() {
        return;
    }
    let what = line.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    asked.lock().unwrap_or_else(PoisonError::into_inner).push(what);
    let _ = stream.write_all(b"HTTP/1.1 502 Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").await;
}
