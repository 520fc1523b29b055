//! Values of declared response headers: types, bounds, formats, lists.

use conformance_core::exchange::ExchangeResult;

use crate::micro::{self, response};

const DECLARED: &str = r"
paths:
  /a:
    get:
      responses:
        '204':
          description: x
          headers:
            X-At: { schema: { type: string, format: date-time } }
            X-Id: { schema: { type: string, format: uuid } }
            X-Next: { schema: { type: string, format: uri } }
            X-Left: { schema: { type: integer, minimum: 0, maximum: 100 } }
            X-Kind: { schema: { type: string, enum: [a, b] } }
            X-List: { schema: { type: array, maxItems: 2, items: { type: integer } } }
";

#[test]
fn a_declared_header_satisfies_its_schema() {
    let suite = micro::suite(&micro::contract(DECLARED), Default::default(), "http://t");
    let objections = |name: &str, value: &str| {
        let reply = ExchangeResult::Complete(response(204, &[(name, value)], ""));
        micro::objections(&micro::outcome(&suite, "valid-minimal", reply))
    };
    for (name, right, wrong) in [
        ("X-At", "2024-01-01T00:00:00Z", "2024-01-01"),
        ("X-At", "2024-02-29T23:59:59+01:00", "2023-02-29T00:00:00Z"),
        ("X-Id", "0d8fa5a1-13b1-4fa4-8884-3f28499fb6be", "0d8fa5a1"),
        ("X-Next", "https://a.example/b?c=d", "/b c"),
        ("X-Left", "0", "-1"),
        ("X-Left", "100", "101"),
        ("X-Left", "7", "seven"),
        ("X-Kind", "b", "B"),
        ("X-List", "1, 2", "1, 2, 3"),
        ("X-List", "1", "one"),
    ] {
        assert_eq!(objections(name, right), Vec::<String>::new(), "{name}: {right}");
        assert_eq!(objections(name, wrong), ["response-header-conformance"], "{name}: {wrong}");
    }
}
