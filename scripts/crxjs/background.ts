import worker from '../../entrypoints/background.ts'

// WXT calls the entrypoint of what it builds; here nobody else does.
worker.main()
