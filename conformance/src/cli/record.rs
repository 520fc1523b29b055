//! `conformance record`: a proxy in front of a target, which writes down what passes until it is stopped.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use tokio::net::TcpListener;

use super::{Failure, documents, printer, run};
use conformance_core::check::Severity;
use conformance_core::redact::without_password;
use conformance_engine::fixtures::Fixtures;
use conformance_engine::record::{Kept, Proxy, ProxyEvent, Settings, Witness};
use conformance_engine::run_options::Seconds;

/// The file is written so often at most.
const PAUSE: Duration = Duration::from_millis(250);
/// Exchanges that are under way at the end are waited for so long.
const GRACE: Duration = Duration::from_secs(3);

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("document").required(true)))]
pub(super) struct RecordArgs {
    /// The base URL of the target; it takes the place of the document's server URL.
    #[arg(long, value_name = "URL")]
    target: String,
    /// Where to listen; port 0 takes one that is free.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The file to write, HAR 1.2.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Write over a file that is there.
    #[arg(long)]
    force: bool,
    /// One of the five providers.
    #[arg(long, value_name = "ID", group = "document")]
    provider: Option<String>,
    /// An OpenAPI document.
    #[arg(long, value_name = "FILE", group = "document")]
    spec: Option<PathBuf>,
    /// The longest an exchange may take, in seconds.
    #[arg(long, value_name = "SECONDS", default_value = "30")]
    timeout: Seconds,
    /// The longest content of a request or a response, in bytes.
    #[arg(long, value_name = "BYTES", default_value_t = 16 << 20)]
    max_body: usize,
    /// Only departures.
    #[arg(long, short)]
    quiet: bool,
}

pub(super) fn record(arguments: &RecordArgs) -> Result<u8, Failure> {
    let target = run::base_url(&arguments.target)?;
    let providers: Vec<String> = arguments.provider.iter().cloned().collect();
    let contracts = documents::of(&providers, arguments.spec.as_deref())?;
    let Some(contract) = contracts.into_iter().next() else {
        return Err(Failure::usage("no document is named\n  help: add --spec FILE"));
    };
    let out = arguments.out.display();
    if arguments.out.exists() && !arguments.force {
        return Err(Failure::usage(format!(
            "{out} is there already\n  help: name another file, or add --force to write over it"
        )));
    }
    let kept = Kept::new(arguments.out.clone())
        .map_err(|error| Failure::configuration(format!("{out}: cannot be written: {error}")))?;
    let witness = Witness::new(contract, target.clone(), Fixtures::default());
    let quiet = arguments.quiet;
    let proxy = Proxy::new(settings(arguments, target), witness, kept, move |messages| {
        emit(messages, quiet)
    })
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

fn emit(messages: ProxyEvent, quiet: bool) {
    use anstyle::{AnsiColor, Style};
    let (style, word, line) = match messages {
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
            (AnsiColor::Yellow.on_default().bold(), "without a response", line)
        }
    };
    printer::line(&format!("  {style}{word}{style:#}: {line}"));
}

async fn serve(arguments: &RecordArgs, proxy: &Arc<Proxy>) -> Result<u8, Failure> {
    let taken =
        |error| Failure::new(5, format!("{}: cannot be listened on: {error}", arguments.listen));
    let listener = TcpListener::bind(arguments.listen).await.map_err(taken)?;
    let address = listener.local_addr().map_err(taken)?;
    let out = arguments.out.display();
    let stopped = stopped()?;
    let target = without_password(&arguments.target);
    printer::line(&format!("recording http://{address} -> {target} to {out}"));
    let (end, mut ended) = tokio::sync::watch::channel(false);
    let closing = async move {
        // An error means that no client can end it any more.
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
    // A connection that a client holds open is not waited for longer.
    let _ = tokio::time::timeout(GRACE, server).await;
    writer.abort();
    proxy
        .save()
        .map_err(|error| Failure::configuration(format!("{out}: cannot be written: {error}")))?;
    Ok(conclude(proxy, &arguments.out.display().to_string()))
}

/// Writes the file again and again, as long as there is something new.
async fn write(proxy: Arc<Proxy>) {
    loop {
        proxy.changed().await;
        let begun = Instant::now();
        if let Err(error) = tokio::task::block_in_place(|| proxy.save()) {
            printer::error(&format!("the recording cannot be written: {error}"));
        }
        // A long file is written more rarely.
        tokio::time::sleep(PAUSE.max(begun.elapsed() * 10)).await;
    }
}

fn conclude(proxy: &Proxy, out: &str) -> u8 {
    let tally = proxy.tally();
    printer::line(&format!(
        "{} exchanges recorded to {out}, {} departures that are errors, {} requests without a response",
        tally.passed, tally.errors, tally.no_response
    ));
    match (tally.passed, tally.errors, tally.no_response) {
        (_, 1.., _) => 1,
        (0, _, 0) => 4,
        (0, _, _) => 5,
        _ => 0,
    }
}

/// Comes when somebody presses Ctrl-C, or sends the signal that ends a service. Both are caught from now
/// on.
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
