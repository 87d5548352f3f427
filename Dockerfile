# docker build -t meshview .
# docker run -p 8081:8081 -p 1883:1883 -v ./config:/etc/meshview -v ./data:/var/lib/meshview meshview

FROM node:22-slim AS build
WORKDIR /app
# Tools for the case that the SQLite driver has no ready-made binary for this machine.
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 make g++ \
 && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:22-slim
ENV NODE_ENV=production
WORKDIR /app
# The user id of MeshView 3.x: its volumes keep working.
RUN groupadd --gid 10001 app \
 && useradd --uid 10001 --gid app --no-create-home --shell /usr/sbin/nologin app \
 && mkdir -p /etc/meshview /var/lib/meshview /var/log/meshview \
 && chown app:app /var/lib/meshview /var/log/meshview
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/public ./public
# The settings as shipped, save that database and backups lie in the volume that may be written.
COPY --from=build /app/config.ini /etc/meshview/config.ini
RUN sed -i \
  -e 's|^connection_string = .*|connection_string = sqlite:////var/lib/meshview/packets.db|' \
  -e 's|^dir = .*|dir = /var/lib/meshview/backups|' \
  /etc/meshview/config.ini
USER app
VOLUME ["/etc/meshview", "/var/lib/meshview", "/var/log/meshview"]
EXPOSE 8081 1883
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "dist/mvrun.js", "health", "--live", "--config", "/etc/meshview/config.ini"]
STOPSIGNAL SIGTERM
CMD ["node", "dist/mvrun.js", "--config", "/etc/meshview/config.ini", "--pid_dir", "/tmp"]
