//! Requests and responses of the micro modules: encoded by the client, decoded by the server, and back.

use std::collections::BTreeMap;

use http::{HeaderName, HeaderValue, StatusCode};
use micro::support::decode::{Decode, Decoder, JsonPointer, strict};
use micro::support::message::{Incoming, Mismatch, Outgoing, ResponseParts};
use micro::support::refusal::{Cause, Refusal};
use micro::support::status::ClassStatus;
use serde_json::{Value, json};

/// A request of a client, as the server receives it.
fn received(outgoing: Outgoing, path: &[(&'static str, &str)]) -> Incoming {
    let query = form_urlencoded(&outgoing.query);
    Incoming {
        path: path.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
        query,
        headers: outgoing.headers,
        body: outgoing.body.unwrap_or_default(),
    }
}

/// The pairs, encoded as a query and decoded.
fn form_urlencoded(pairs: &[(String, String)]) -> Vec<(String, String)> {
    let mut url = reqwest::Url::parse("http://localhost/").unwrap();
    url.query_pairs_mut().extend_pairs(pairs);
    url.query_pairs().into_owned().collect()
}

fn pointers(refusal: &Refusal) -> Vec<&str> {
    refusal.violations.0.iter().map(|violation| violation.pointer.as_str()).collect()
}

mod parameters {
    use super::*;
    use micro::parameters::models::Filter;
    use micro::parameters::operations::{FindRequest, FindResponse};

    fn request() -> FindRequest {
        FindRequest {
            id: -7,
            part: vec!["a b".to_owned(), "c/d".to_owned()],
            tags: Some(vec!["x,y".to_owned(), "ü".to_owned()]),
            ids: vec![1, 2],
            pipes: Some(vec![3, 4]),
            filter: Some(Filter { from: 5, exact: Some(true) }),
            json: Some(Filter { from: 6, exact: None }),
            x_flags: Some(vec![true, false]),
            session: "s=1".to_owned(),
        }
    }

    #[test]
    fn every_style_is_decoded_to_what_was_encoded() {
        let sent = request().encode().unwrap();
        assert_eq!(sent.path, "/things/-7/parts/a%20b%2Cc%2Fd");
        let pairs = sent.query.iter().map(|(name, value)| format!("{name}={value}"));
        let mut query: Vec<_> = pairs.collect();
        query.sort();
        let expected = [
            "filter[exact]=true",
            "filter[from]=5",
            "ids=1,2",
            "json={\"from\":6}",
            "pipes=3|4",
            "tags=x,y",
            "tags=ü",
        ];
        assert_eq!(query, expected);
        assert_eq!(sent.headers["x-flags"], "true,false");
        assert_eq!(sent.headers["cookie"], "session=s=1");
        let incoming = received(sent, &[("id", "-7"), ("part", "a b,c/d")]);
        assert_eq!(FindRequest::decode(&incoming), Ok(request()));
    }

    #[test]
    fn all_violations_are_reported() {
        let mut sent = request().encode().unwrap();
        sent.query = vec![
            ("filter[exact]".to_owned(), "maybe".to_owned()),
            ("pipes".to_owned(), "3|x".to_owned()),
            ("json".to_owned(), "{".to_owned()),
        ];
        sent.headers.remove("cookie");
        let refusal = FindRequest::decode(&received(sent, &[("id", "2147483648")])).unwrap_err();
        assert_eq!(refusal.cause, Cause::Invalid);
        let expected = [
            "/path/id",
            "/path/part",
            "/query/ids",
            "/query/pipes/1",
            "/query/filter/from",
            "/query/filter/exact",
            "/query/json",
            "/cookie/session",
        ];
        assert_eq!(pointers(&refusal), expected);
    }

    #[test]
    fn headers_of_responses_are_decoded_to_what_was_encoded() {
        let response = FindResponse::NoContent { x_total: 3, x_seen: Some(vec![1, 2]) };
        let parts = response.clone().into_parts();
        assert_eq!(parts.headers["x-seen"], "1,2");
        assert_eq!(FindResponse::decode(&parts), Ok(response));
        let bare = FindResponse::decode(&ResponseParts::new(StatusCode::NO_CONTENT)).unwrap_err();
        let Mismatch::Violations(violations) = bare else { panic!("{bare:?}") };
        assert_eq!(violations.0[0].pointer, "/header/X-Total");
    }
}

mod statuses {
    use super::*;
    use micro::statuses::models::Problem;
    use micro::statuses::operations::ProbeResponse;

    fn parts(status: u16, body: Value) -> ResponseParts {
        let parts = ResponseParts::new(StatusCode::from_u16(status).unwrap());
        parts.content("application/json; charset=utf-8", body.to_string())
    }

    #[test]
    fn the_status_alone_chooses_the_variant() {
        let body = json!({ "status": 1, "message": "m" });
        let problem = Problem { status: 1, message: "m".to_owned(), hint: None };
        let class = ClassStatus::new(StatusCode::CONFLICT).unwrap();
        let default = |status: u16| ProbeResponse::Default {
            status: StatusCode::from_u16(status).unwrap(),
            retry_after: None,
        };
        let cases = [
            (200, ProbeResponse::Ok(problem.clone())),
            (418, ProbeResponse::ImATeapot),
            (499, ProbeResponse::Status499),
            (409, ProbeResponse::ClientError { status: class, body: problem }),
            (201, default(201)),
            (302, default(302)),
            (503, default(503)),
        ];
        for (status, expected) in cases {
            let decoded = ProbeResponse::decode(&parts(status, body.clone())).unwrap();
            assert_eq!(decoded, expected);
            assert_eq!(decoded.status().as_u16(), status);
            assert_eq!(ProbeResponse::decode(&decoded.clone().into_parts()), Ok(decoded));
        }
        assert_eq!(ClassStatus::<4>::new(StatusCode::OK), None);
    }

    #[test]
    fn a_body_that_differs_from_its_schema_is_an_error() {
        let wrong = [parts(200, json!({})), parts(404, json!([])), ResponseParts::new(StatusCode::OK)];
        for parts in wrong {
            let mismatch = ProbeResponse::decode(&parts).unwrap_err();
            assert!(matches!(mismatch, Mismatch::Violations(_)), "{mismatch:?}");
        }
        let html = ResponseParts::new(StatusCode::OK).content("text/html", "<p>");
        let Err(Mismatch::Violations(violations)) = ProbeResponse::decode(&html) else { panic!() };
        assert_eq!(violations.0[0].pointer, "/header/content-type");
    }
}

mod enums {
    use super::*;
    use micro::enums::models::{Received, ReceivedOpen, SentClosed};

    #[test]
    fn only_clients_keep_unknown_values_of_enums() {
        let value = json!({ "open": "later" });
        assert!(strict::<Received>(&value).is_err());
        let mut lenient = Decoder::lenient();
        let kept = Received::decode(&value, &JsonPointer::Root, &mut lenient).unwrap();
        assert!(
            matches!(&kept.open, Some(ReceivedOpen::Unknown(unknown)) if unknown.as_str() == "later")
        );
        assert_eq!(serde_json::to_value(&kept).unwrap(), value);
        assert_eq!(
            SentClosed::decode(&json!("later"), &JsonPointer::Root, &mut Decoder::lenient()),
            None
        );
        assert!("later".parse::<ReceivedOpen>().is_err());
    }
}

mod security {
    use super::*;
    use micro::security_api::security::{
        BasicOrKeyOrAnonymousCredentials as Either, KeyAndSessionOrOauthCredentials as Inherited,
    };

    fn request(query: &[(&str, &str)], fields: &[(&'static str, &str)]) -> Incoming {
        let fields = fields.iter().map(|(name, value)| {
            (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())
        });
        Incoming {
            path: BTreeMap::new(),
            query: query.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
            headers: fields.collect(),
            body: Default::default(),
        }
    }

    #[test]
    fn alternatives_are_tried_in_the_documents_order() {
        let both =
            request(&[("api_key", "k")], &[("cookie", "sid=s"), ("authorization", "Bearer t")]);
        let and = Inherited::KeyAndSession { key: "k".into(), session: "s".into() };
        assert_eq!(Inherited::read(&both), Ok(and));
        let half = request(&[("api_key", "k")], &[("authorization", "Bearer t")]);
        assert_eq!(Inherited::read(&half), Ok(Inherited::Oauth("t".into())));
        let missing = Err(Refusal::new(Cause::MissingCredentials));
        assert_eq!(Inherited::read(&request(&[("api_key", "k")], &[])), missing);
    }

    #[test]
    fn no_credential_is_tried_last() {
        let key = request(&[("api_key", "k")], &[("authorization", "Bearer t")]);
        assert_eq!(Either::read(&key), Ok(Either::Key("k".into())));
        assert_eq!(Either::read(&request(&[], &[])), Ok(Either::Anonymous));
        let broken = request(&[("api_key", "k")], &[("authorization", "Basic !")]);
        assert_eq!(Either::read(&broken), Err(Refusal::new(Cause::RejectedCredentials)));
    }

    #[test]
    fn credentials_are_extracted_as_they_were_added() {
        let both = Inherited::KeyAndSession { key: "k&1".into(), session: "s".into() };
        let mut outgoing = Outgoing::new(http::Method::GET, "/".to_owned());
        both.write(&mut outgoing).unwrap();
        assert_eq!(Inherited::read(&received(outgoing, &[])), Ok(both));
    }
}

mod media {
    use super::*;
    use micro::media::models::Item;
    use micro::media::operations::{
        SendOkBody, SendPartialContentBody, SendRequest, SendRequestBody, SendResponse,
    };

    #[test]
    fn each_media_type_has_its_variant() {
        let nested = serde_json::from_value(json!({ "deep": true })).unwrap();
        let item = Item { name: "a&b".to_owned(), counts: Some(vec![1, 2]), nested: Some(nested) };
        let bodies = [
            SendRequestBody::Json(item.clone()),
            SendRequestBody::VndExamplePlusJson(item.clone()),
            SendRequestBody::Form(item.clone()),
            SendRequestBody::Text("text, ü".to_owned()),
        ];
        for body in bodies.map(Some).into_iter().chain([None]) {
            let request = SendRequest { body };
            let incoming = received(request.encode().unwrap(), &[]);
            assert_eq!(SendRequest::decode(&incoming), Ok(request));
        }
        for body in [SendOkBody::Json(item), SendOkBody::TextCsv("a,b".to_owned())] {
            let response = SendResponse::Ok(body);
            assert_eq!(SendResponse::decode(&response.clone().into_parts()), Ok(response));
        }
    }

    #[test]
    fn forms_of_several_statuses_have_their_own_fields() {
        let item = Item { name: "a".to_owned(), counts: Some(vec![1]), nested: None };
        let another = serde_json::from_value(json!({ "token": "t" })).unwrap();
        let responses = [
            SendResponse::Created(item),
            SendResponse::NonAuthoritativeInformation { form: Some("h".to_owned()), body: another },
        ];
        for response in responses {
            assert_eq!(SendResponse::decode(&response.clone().into_parts()), Ok(response));
        }
    }

    #[test]
    fn the_narrowest_range_is_chosen_and_without_a_media_type_the_widest() {
        let mut parts = ResponseParts::new(StatusCode::PARTIAL_CONTENT).content("image/png", "p");
        let image = SendPartialContentBody::Image("p".into());
        assert_eq!(SendResponse::decode(&parts), Ok(SendResponse::PartialContent(image)));
        parts.headers.clear();
        let any = SendPartialContentBody::StarU2fStar("p".into());
        assert_eq!(SendResponse::decode(&parts), Ok(SendResponse::PartialContent(any)));
    }

    #[test]
    fn undeclared_media_types_are_rejected() {
        let mut outgoing = Outgoing::new(http::Method::POST, "/media".to_owned());
        outgoing.set_content("application/xml", b"<a/>".to_vec());
        let refusal = SendRequest::decode(&received(outgoing, &[])).unwrap_err();
        assert_eq!(refusal.cause, Cause::UnsupportedMediaType);
    }

    #[test]
    fn a_204_has_no_body_whatever_is_declared() {
        let parts = SendResponse::NoContent.into_parts();
        assert!(parts.body.is_empty() && parts.headers.is_empty());
    }
}

mod secrets {
    #[test]
    fn only_secrets_are_hidden() {
        let pin = micro::bounds::models::Pin::new("hidden").unwrap();
        assert_eq!(format!("{pin:?}"), "Pin([redacted])");
        let percent = micro::bounds::models::Percent::new(5).unwrap();
        assert_eq!(format!("{percent:?}"), "Percent(5)");
    }
}

mod servers {
    use micro::servers_api::servers::{ProductionRegion, Server};

    #[test]
    fn variables_are_part_of_the_url() {
        assert_eq!(Server::default().url(), "https://eu.example.com/v1");
        let other = Server::Production { region: ProductionRegion::Us, base: "v2".to_owned() };
        assert_eq!(other.url(), "https://us.example.com/v2");
    }
}

mod newtypes {
    use std::collections::{BTreeMap, HashMap};

    use micro::bounds::models::{Code, Percent};

    #[test]
    fn texts_are_keys_and_are_used_as_strings() {
        let code = Code::new("AB1").unwrap();
        assert_eq!((code.get(), code.len(), code.to_string().as_str()), ("AB1", 3, "AB1"));
        let hashed = HashMap::from([(code.clone(), 1)]);
        let sorted = BTreeMap::from([(code, 1)]);
        assert_eq!((hashed.get("AB1"), sorted.get("AB1")), (Some(&1), Some(&1)));
    }

    #[test]
    fn numbers_are_compared_and_displayed() {
        let [low, high] = [5, 7].map(|number| Percent::new(number).unwrap());
        assert!(low < high);
        assert_eq!(low.to_string(), "5");
    }
}
