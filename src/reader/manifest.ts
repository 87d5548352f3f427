import type { FastifyInstance } from 'fastify'
import type { ReaderContext } from './context.js'

/** Adds `GET /manifest.webmanifest`: how the site is kept on a home screen. */
export function registerManifest(app: FastifyInstance, { config }: ReaderContext): void {
  const { basePath: base, title } = config.site
  const name = title || 'MeshView'
  const icon = (size: number, purpose: string) => ({
    src: `${base}/icons/${purpose === 'any' ? 'icon' : purpose}-${size}.png`,
    sizes: `${size}x${size}`,
    type: 'image/png',
    purpose,
  })
  const manifest = JSON.stringify({
    name,
    short_name: name.slice(0, 30),
    id: `${base}/`,
    start_url: `${base}/`,
    scope: `${base}/`,
    display: 'minimal-ui',
    background_color: '#f5f4ef',
    theme_color: '#0a6b5e',
    icons: [icon(192, 'any'), icon(512, 'any'), icon(512, 'maskable')],
  })
  app.get('/manifest.webmanifest', { schema: { hide: true } }, async (_request, reply) => {
    reply.type('application/manifest+json').header('cache-control', 'public, max-age=3600')
    return manifest
  })
}
