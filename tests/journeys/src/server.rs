//! Serves a built page from the loopback address as any static host would, and keeps a record.
//!
//! Beside each page goes a report-only copy of the policy in its own meta tag, so that a breach is reported here by
//! every browser (WebDriver shows it in none but Chromium).

use std::{
    convert::Infallible,
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use http_body_util::{BodyExt, Full};
use hyper::{
    Request, Response, StatusCode,
    body::{Body, Bytes, Incoming},
    header::{CACHE_CONTROL, CONTENT_TYPE},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpListener, task::JoinSet};

/// Where browsers report a breach of the policy.
const REPORTS: &str = "/__csp";

/// One request as it arrived.
#[derive(Clone, Debug)]
pub struct Seen {
    /// `GET`, `HEAD`, ...
    pub method: String,
    /// Path with query, as asked for.
    pub path: String,
    /// The status answered.
    pub status: u16,
    /// Bytes of the body answered.
    pub bytes: u64,
}

#[derive(Default)]
struct Record {
    seen: Vec<Seen>,
    reports: Vec<String>,
}

/// A static server that can go away and come back at the same address. Ends on drop.
pub struct Server {
    site: Arc<Site>,
    address: SocketAddr,
    record: Arc<Mutex<Record>>,
    running: Option<JoinSet<()>>,
}

struct Site {
    files: PathBuf,
    folder: String,
}

impl Server {
    /// Serves the folder `files` under the path `folder`, which begins and ends with a slash.
    ///
    /// # Panics
    /// When there is no `index.html` in `files`, or no port is free.
    pub async fn start(files: &Path, folder: &str) -> Self {
        assert!(files.join("index.html").is_file(), "{} holds no built page: run `make build` first", files.display());
        assert!(folder.starts_with('/') && folder.ends_with('/'), "a folder of the server begins and ends with /");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("a bound listener has an address");
        let site = Arc::new(Site { files: files.to_path_buf(), folder: folder.to_owned() });
        let mut server = Self { site, address, record: Arc::default(), running: None };
        server.serve(listener);
        server
    }

    /// Scheme, host and port, with no slash at the end.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address at which the page opens.
    pub fn url(&self) -> String {
        format!("{}{}", self.origin(), self.site.folder)
    }

    /// Goes away: open connections break, new ones are refused.
    pub fn stop(&mut self) {
        self.running = None;
    }

    /// Comes back at the same address.
    ///
    /// # Panics
    /// When something else took the port meanwhile.
    pub async fn resume(&mut self) {
        // What `stop` aborted lets go of the port only once the runtime has dropped it.
        for _ in 0..100 {
            match TcpListener::bind(self.address).await {
                Ok(listener) => return self.serve(listener),
                Err(_) => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
            }
        }
        panic!("the server could not come back at {}", self.address);
    }

    /// All requests so far, reports of breaches not counted.
    pub fn seen(&self) -> Vec<Seen> {
        self.record().seen.clone()
    }

    /// The reports of breaches of the policy so far, as the browsers wrote them.
    pub fn reports(&self) -> Vec<String> {
        self.record().reports.clone()
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn serve(&mut self, listener: TcpListener) {
        let (site, record) = (Arc::clone(&self.site), Arc::clone(&self.record));
        let mut running = JoinSet::new();
        running.spawn(async move {
            // Dropped with this task, so that stopping also breaks what is open.
            let mut open = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let (site, record) = (Arc::clone(&site), Arc::clone(&record));
                open.spawn(async move {
                    let service = service_fn(move |request| answer(request, Arc::clone(&site), Arc::clone(&record)));
                    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
                });
            }
        });
        self.running = Some(running);
    }
}

async fn answer(
    request: Request<Incoming>,
    site: Arc<Site>,
    record: Arc<Mutex<Record>>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let method = request.method().to_string();
    let path = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
    if path == REPORTS {
        let body = request.into_body().collect().await.map(|body| body.to_bytes()).unwrap_or_default();
        let report = String::from_utf8_lossy(&body).into_owned();
        record.lock().unwrap_or_else(PoisonError::into_inner).reports.push(report);
        return Ok(Response::new(Full::default()));
    }
    let response = file(&site, request.uri().path());
    let bytes = response.body().size_hint().exact().unwrap_or(0);
    let seen = Seen { method, path, status: response.status().as_u16(), bytes };
    record.lock().unwrap_or_else(PoisonError::into_inner).seen.push(seen);
    Ok(response)
}

fn file(site: &Site, path: &str) -> Response<Full<Bytes>> {
    let answer = |status, kind: &str, body: Vec<u8>| {
        Response::builder()
            .status(status)
            .header(CONTENT_TYPE, kind)
            .header(CACHE_CONTROL, "no-cache")
            .body(Full::new(Bytes::from(body)))
            .expect("a response of known parts")
    };
    let missing = || answer(StatusCode::NOT_FOUND, "text/plain", b"There is no such page.\n".to_vec());
    let Some(name) = path.strip_prefix(&site.folder).filter(|name| !name.contains("..")) else { return missing() };
    let name = if name.is_empty() || name.ends_with('/') { format!("{name}index.html") } else { name.to_owned() };
    let Ok(body) = fs::read(site.files.join(&name)) else { return missing() };
    let policy = if name.ends_with(".html") { policy(&body) } else { None };
    let mut response = answer(StatusCode::OK, kind(&name), body);
    if let Some(policy) = policy.and_then(|text| format!("{text}; report-uri {REPORTS}").parse().ok()) {
        response.headers_mut().insert("content-security-policy-report-only", policy);
    }
    response
}

/// The policy in a page's meta tag.
fn policy(page: &[u8]) -> Option<String> {
    let page = String::from_utf8_lossy(page);
    let tag = page.split("http-equiv=\"Content-Security-Policy\"").nth(1)?.split('>').next()?;
    Some(tag.split("content=\"").nth(1)?.split('"').next()?.to_owned())
}

fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, end)| end) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}
