import { mountPanel } from '../../../components/panel/mount.tsx'
import { createHarness } from './fake-port.ts'

const { harness, connect } = createHarness()
window.harness = harness
const root = document.getElementById('root')
if (root) mountPanel(root, connect)
