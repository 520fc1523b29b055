//! `conformance record`: a proxy that records the exchanges of clients with a target.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use tokio::net::TcpListener;

use super::arguments::RelatedFiles;
use super::{Failure, documents, printer, run};
use conformance_core::check::Severity;
use conformance_core::redact::without_password;
use conformance_engine::fixtures::Fixtures;
use conformance_engine::record::{Kept, Proxy, ProxyEvent, Settings, Witness};
use conformance_engine::run_options::Seconds;

/// The shortest time between two writes of the file.
const PAUSE: Duration = Duration::from_millis(250);
/// How long the end of the recording waits for open exchanges.
const GRACE: Duration = Duration::from_secs(3);

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("document").required(true)))]
pub(super) struct RecordArgs {
    /// The base URL of the target; it replaces the server URL of the document.
    #[arg(long, value_name = "URL")]
    target: String,
    /// Address to listen on; port 0 selects a free port.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Output file, HAR 1.2.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Overwrite an existing file.
    #[arg(long)]
    force: bool,
    /// A built-in provider.
    #[arg(long, value_name = "ID", group = "document")]
    provider: Option<String>,
    /// An OpenAPI document.
    #[arg(long, value_name = "FILE", group = "document")]
    spec: Option<PathBuf>,
    #[command(flatten)]
    related: RelatedFiles,
    /// Time limit of an exchange, in seconds.
    #[arg(long, value_name = "SECONDS", default_value = "30")]
    timeout: Seconds,
    /// Longest body of a request or a response, in bytes.
    #[arg(long, value_name = "BYTES", default_value_t = 16 << 20)]
    max_body: usize,
    /// Print only violations.
    #[arg(long, short)]
    quiet: bool,
}

pub(super) fn record(arguments: &RecordArgs) -> Result<u8, Failure> {
    let target = run::base_url(&arguments.target)?;
    let providers: Vec<String> = arguments.provider.iter().cloned().collect();
    let contracts = documents::load(&providers, arguments.spec.as_deref(), &arguments.related)?;
    let Some(contract) = contracts.into_iter().next() else {
        return Err(Failure::usage("no document is named\n  help: add --spec FILE"));
    };
    let out = arguments.out.display();
    if arguments.out.exists() && !arguments.force {
        return Err(Failure::usage(format!(
            "{out} already exists\n  help: name another file, or add --force to overwrite it"
        )));
    }
    let kept = Kept::new(arguments.out.clone())
        .map_err(|error| Failure::configuration(format!("{out}: cannot be written: {error}")))?;
    let witness = Witness::new(contract, target.clone(), Fixtures::default());
    let quiet = arguments.quiet;
    let proxy =
        Proxy::new(settings(arguments, target), witness, kept, move |event| emit(event, quiet))
            .map_err(|error| Failure::configuration(format!("TLS cannot be set up: {error}")))?;
    let proxy = Arc::new(proxy);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::configuration(format!("cannot start: {error}")))?;
    let done = runtime.block_on(serve(arguments, &proxy));
    runtime.shutdown_background();
    done
}

fn settings(arguments: &RecordArgs, target: String) -> Settings {
    let now = chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now());
    let provenance = format!(
        "recorded by conformance {} record against {} from {}",
        env!("CARGO_PKG_VERSION"),
        without_password(&target),
        now.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    );
    let timeout = Duration::from_secs_f64(arguments.timeout.get());
    Settings { target, timeout, max_body: arguments.max_body, provenance }
}

fn emit(event: ProxyEvent, quiet: bool) {
    use anstyle::{AnsiColor, Style};
    let (style, label, line) = match event {
        ProxyEvent::Passed(_) if quiet => return,
        ProxyEvent::Passed(line) => return printer::line(&line),
        ProxyEvent::Departs(Severity::Info, _) if quiet => return,
        ProxyEvent::Departs(Severity::Info, line) => (Style::new().dimmed(), "info", line),
        ProxyEvent::Departs(Severity::Warning, line) => {
            (AnsiColor::Yellow.on_default().bold(), "warning", line)
        }
        ProxyEvent::Departs(Severity::Error, line) => {
            (AnsiColor::Red.on_default().bold(), "error", line)
        }
        ProxyEvent::NoResponse(line) => {
            (AnsiColor::Yellow.on_default().bold(), "no response", line)
        }
    };
    printer::line(&format!("  {style}{label}{style:#}: {line}"));
}

async fn serve(arguments: &RecordArgs, proxy: &Arc<Proxy>) -> Result<u8, Failure> {
    let unavailable =
        |error| Failure::new(5, format!("{}: cannot listen: {error}", arguments.listen));
    let listener = TcpListener::bind(arguments.listen).await.map_err(unavailable)?;
    let address = listener.local_addr().map_err(unavailable)?;
    let out = arguments.out.display();
    let stopped = stopped()?;
    let target = without_password(&arguments.target);
    printer::line(&format!("recording http://{address} -> {target} to {out}"));
    let (end, mut ended) = tokio::sync::watch::channel(false);
    let closing = async move {
        // An error means that the sender is dropped.
        let _ = ended.wait_for(|ended| *ended).await;
    };
    let router = proxy.router();
    let server =
        tokio::spawn(
            async move { axum::serve(listener, router).with_graceful_shutdown(closing).await },
        );
    let writer = tokio::spawn(write(Arc::clone(proxy)));
    stopped.await;
    end.send_replace(true);
    // A connection that a client keeps open is closed after this time.
    let _ = tokio::time::timeout(GRACE, server).await;
    writer.abort();
    proxy
        .save()
        .map_err(|error| Failure::configuration(format!("{out}: cannot be written: {error}")))?;
    Ok(conclude(proxy, &arguments.out.display().to_string()))
}

/// Writes the file after each change, until the task is aborted.
async fn write(proxy: Arc<Proxy>) {
    loop {
        proxy.changed().await;
        let begun = Instant::now();
        if let Err(error) = tokio::task::block_in_place(|| proxy.save()) {
            printer::error(&format!("the recording cannot be written: {error}"));
        }
        // A large file is written less often.
        tokio::time::sleep(PAUSE.max(begun.elapsed() * 10)).await;
    }
}

fn conclude(proxy: &Proxy, out: &str) -> u8 {
    let tally = proxy.tally();
    printer::line(&format!(
        "{} exchanges recorded to {out}, {} violations that are errors, {} requests without a response",
        tally.passed, tally.errors, tally.no_response
    ));
    match (tally.passed, tally.errors, tally.no_response) {
        (_, 1.., _) => 1,
        (0, _, 0) => 4,
        (0, _, _) => 5,
        _ => 0,
    }
}

/// Resolves at Ctrl-C or SIGTERM. Both are caught from the call on.
fn stopped() -> Result<impl Future<Output = ()>, Failure> {
    let failed = |error| {
        Failure::configuration(format!("cannot wait for the end of the recording: {error}"))
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
        let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    {
        let _ = failed;
        Ok(async { drop(tokio::signal::ctrl_c().await) })
    }
}
