import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: 'console',
  plugins: [react()],
  build: {
    outDir: '../.output/console',
    emptyOutDir: true,
    // The content security policy allows files of our own origin only, so nothing may become a data URL.
    assetsInlineLimit: 0,
  },
  // `npm run dev` of the console alone: the API is a server started beside it.
  server: { proxy: { '/v1': 'http://127.0.0.1:4600', '/oidc': 'http://127.0.0.1:4600' } },
})
