//! Routers of the micro modules, in process: what they route and reject, and with which responses.

use axum::body::{Body, to_bytes};
use axum::response::Response;
use http::{Method, Request, StatusCode};
use micro::dispatch::operations as dispatch;
use micro::dispatch::server::Api as Dispatch;
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

impl Dispatch for Server {
    async fn call(&self, request: dispatch::CallRequest) -> dispatch::CallResponse {
        assert_eq!(request.id, "a/b.xml");
        dispatch::CallResponse::NoContent
    }

    async fn call_as_json(&self, request: dispatch::CallAsJsonRequest) -> dispatch::CallAsJsonResponse {
        assert_eq!(request.id, "a/b");
        dispatch::CallAsJsonResponse::NoContent
    }

    async fn cancel_call(&self, request: dispatch::CancelCallRequest) -> dispatch::CancelCallResponse {
        assert_eq!(request.id, "a:b");
        dispatch::CancelCallResponse::NoContent
    }

    async fn compare(&self, request: dispatch::CompareRequest) -> dispatch::CompareResponse {
        assert_eq!((request.base.as_str(), request.head.as_str()), ("v1.0", "ü"));
        dispatch::CompareResponse::NoContent
    }

    async fn send(&self, _: dispatch::SendRequest) -> dispatch::SendResponse {
        dispatch::SendResponse::NoContent
    }

    async fn send_beta(&self, _: dispatch::SendBetaRequest) -> dispatch::SendBetaResponse {
        dispatch::SendBetaResponse::Accepted
    }

    async fn star_pets(&self, _: dispatch::StarPetsRequest) -> dispatch::StarPetsResponse {
        dispatch::StarPetsResponse::NoContent
    }

    async fn get_thing(&self, _: dispatch::GetThingRequest) -> dispatch::GetThingResponse {
        dispatch::GetThingResponse::NoContent
    }

    async fn get_thing_2(&self, _: dispatch::GetThing2Request) -> dispatch::GetThing2Response {
        dispatch::GetThing2Response::NoContent
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
async fn paths_with_text_beside_variables_are_routed() {
    let router = micro::dispatch::server::router(Server);
    let cases = [
        (Method::GET, "/calls/a%2Fb.xml", 204, None),
        (Method::GET, "/calls/a%2Fb.json", 204, None),
        (Method::HEAD, "/calls/a%2Fb.json", 204, None),
        (Method::POST, "/calls/a:b:cancel", 204, None),
        (Method::POST, "/calls/a%3Ab%3Acancel", 204, None),
        (Method::GET, "/calls/a:cancel", 405, Some("POST")),
        (Method::POST, "/calls/:cancel", 405, Some("GET, HEAD")),
        (Method::GET, "/compare/v1.0...%C3%BC", 204, None),
        (Method::GET, "/compare/v1.0..", 404, None),
        (Method::GET, "/compare/...", 404, None),
        (Method::POST, "/messages", 204, None),
        (Method::POST, "/messages?beta=true", 202, None),
        (Method::POST, "/messages?beta=false", 204, None),
        (Method::GET, "/messages", 405, Some("POST")),
        (Method::GET, "/pets/*", 204, None),
        (Method::GET, "/pets/x", 404, None),
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
