import { mountOptions } from '../../components/options/mount.tsx'

const root = document.getElementById('root')
if (root) mountOptions(root)
