import { mountOptions } from '../../../components/options/mount.tsx'
import { createFakeWorker } from './fake-worker.ts'

declare global {
  interface Window {
    asked?: string[]
    answers?: boolean
    opened?: string[]
  }
}

const { worker, ask } = createFakeWorker()
window.worker = worker
const root = document.getElementById('root')
// Stands for the browser's own question, which a test cannot answer; test/e2e and test/firefox ask the real one.
const requestHosts = async (patterns: readonly string[]) => {
  window.asked = [...(window.asked ?? []), ...patterns]
  return window.answers !== false
}
const openTab = (url: string) => void (window.opened = [...(window.opened ?? []), url])
if (root) mountOptions(root, ask, requestHosts, openTab)
