module kubecheck.test/harness

go 1.26.0
