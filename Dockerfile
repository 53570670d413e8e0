# docker build -t magrepro .                     every figure
# docker run --rm magrepro
# docker build -t magrepro-test --target test .  the tests
# docker run --rm magrepro-test
FROM python:3.13-slim AS base
RUN apt-get update \
    && apt-get install --yes --no-install-recommends make \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home magrepro \
    && install --directory --owner=magrepro --group=magrepro /magrepro
USER magrepro
WORKDIR /magrepro
COPY --chown=magrepro:magrepro . .
# The environment of 'make all', so that a container needs no network.
RUN make install

FROM base AS test
RUN make .venv/dev.stamp
CMD ["make", "test"]

FROM base AS all
CMD ["make", "all"]
