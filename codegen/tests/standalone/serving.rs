//! Routers of the micro modules, in process: what they route and reject, and with which responses.

use axum::body::{Body, to_bytes};
use axum::response::Response;
use http::{Method, Request, StatusCode};
use micro::methods::operations as methods;
use micro::methods::server::Api as Methods;
use micro::statuses::operations as statuses;
use micro::statuses::server::Api as Statuses;
use tower::ServiceExt as _;

struct Server;

impl Methods for Server {
    async fn read(&self, request: methods::ReadRequest) -> methods::ReadResponse {
        assert_eq!(request.x, "ü/1");
        methods::ReadResponse::NoContent
    }

    async fn peek(&self, request: methods::PeekRequest) -> methods::PeekResponse {
        assert_eq!(request.y, "y");
        methods::PeekResponse::NoContent
    }

    async fn trace(&self, _: methods::TraceRequest) -> methods::TraceResponse {
        methods::TraceResponse::NoContent
    }

    async fn patch_a_y_b(&self, _: methods::PatchAYBRequest) -> methods::PatchAYBResponse {
        methods::PatchAYBResponse::MethodNotAllowed
    }

    async fn router2(&self, _: methods::RouterRequest) -> methods::RouterResponse {
        methods::RouterResponse::NoContent
    }

    async fn refuse_router(
        &self,
        _: methods::RefuseRouterRequest,
    ) -> methods::RefuseRouterResponse {
        methods::RefuseRouterResponse::NoContent
    }
}

impl Statuses for Server {
    async fn probe(&self, _: statuses::ProbeRequest) -> statuses::ProbeResponse {
        statuses::ProbeResponse::ImATeapot
    }
}

async fn send(router: axum::Router, method: Method, uri: &str, accept: &str) -> Response {
    let request = Request::builder().method(method).uri(uri).header("accept", accept);
    router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

#[tokio::test]
async fn methods_and_paths_are_routed() {
    let router = micro::methods::server::router(Server);
    let cases = [
        (Method::GET, "/a/%C3%BC%2F1", 204, None),
        (Method::HEAD, "/a/%C3%BC%2F1", 204, None),
        (Method::HEAD, "/a/y/b", 204, None),
        (Method::TRACE, "/a/y/b", 204, None),
        (Method::DELETE, "/router", 204, None),
        (Method::POST, "/a/x", 405, Some("GET, HEAD")),
        (Method::GET, "/a/y/b", 405, Some("HEAD, TRACE, PATCH")),
        (Method::PATCH, "/a/y/b", 405, None),
        (Method::GET, "/a", 404, None),
        (Method::GET, "/a/x/", 404, None),
    ];
    for (method, uri, status, allow) in cases {
        let response = send(router.clone(), method.clone(), uri, "*/*").await;
        assert_eq!(response.status().as_u16(), status, "{method} {uri}");
        let given = response.headers().get("allow").map(|value| value.to_str().unwrap());
        assert_eq!(given, allow, "{method} {uri}");
    }
}

#[tokio::test]
async fn rejected_requests_have_declared_responses() {
    let router = micro::statuses::server::router(Server);
    let teapot = send(router.clone(), Method::GET, "/statuses", "application/json").await;
    assert_eq!(teapot.status(), StatusCode::IM_A_TEAPOT);
    let rejected = send(router, Method::GET, "/statuses", "text/html").await;
    assert_eq!(rejected.status(), StatusCode::NOT_ACCEPTABLE);
    assert_eq!(rejected.headers()["content-type"], "application/json");
    let body = to_bytes(rejected.into_body(), 1 << 16).await.unwrap();
    let problem: micro::statuses::models::Problem = serde_json::from_slice(&body).unwrap();
    assert_eq!(problem.status, 406);
}
