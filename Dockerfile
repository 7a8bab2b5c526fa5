# The image of Vigie: `docker compose up` builds it. Versions are pinned; Python's packages come from uv.lock,
# the front end's from package-lock.json.

FROM node:24.19.0-bookworm-slim AS front
WORKDIR /build/web
COPY app/web/package.json app/web/package-lock.json app/web/.npmrc ./
RUN npm ci --silent
COPY app/web ./
RUN npm run --silent build

FROM python:3.11.14-slim-bookworm AS python
ENV PYTHONUNBUFFERED=1

FROM python AS parts
COPY --from=ghcr.io/astral-sh/uv:0.13.9 /uv /usr/local/bin/uv
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
WORKDIR /srv/vigie
COPY pyproject.toml uv.lock README.md ./
RUN uv sync --frozen --no-dev --no-install-project
COPY app app
RUN uv sync --frozen --no-dev && python -m compileall -q app

FROM python
RUN groupadd --gid 10001 vigie && useradd --uid 10001 --gid vigie --no-create-home --shell /usr/sbin/nologin vigie
WORKDIR /srv/vigie
COPY --from=parts /srv/vigie ./
COPY --from=front /build/web/static app/web/static
COPY migrations migrations
COPY prompts prompts
COPY exercises exercises
ENV PATH="/srv/vigie/.venv/bin:$PATH" PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
EXPOSE 8000
ENTRYPOINT ["vigie"]
CMD ["serve"]
