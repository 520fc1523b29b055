# The binary `conformance`, linked statically, in an image with nothing else but the roots of TLS.
#
#   docker build -t specwright .
#   docker run --rm -v "$PWD:/work" -w /work specwright run --config conformance.toml --target staging
FROM rust:1-alpine AS build
RUN apk add --no-cache musl-dev ca-certificates
WORKDIR /src
COPY . .
RUN cargo build --release --locked --package conformance \
 && cp target/release/conformance /conformance

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
# Reports are put together in /tmp.
COPY --from=build /tmp /tmp
COPY --from=build /conformance /conformance
ENTRYPOINT ["/conformance"]
