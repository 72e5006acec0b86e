import { mountOptions } from '../../../components/options/mount.tsx'
import { createFakeWorker } from './fake-worker.ts'

const { worker, ask } = createFakeWorker()
window.worker = worker
const root = document.getElementById('root')
if (root) mountOptions(root, ask)
