# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_kubectl_gvkcheck_global_optspecs
    string join \n f/filename= R/recursive k/kustomize= skip-others k8s= crds= discovery= missing-crd= live exists n/namespace= snapshot= etcdctl-output= endpoints= cacert= cert= key= etcd-prefix= print-rbac kubeconfig= context= cluster= user= s/server= token= as= as-group= as-uid= as-user-extra= certificate-authority= client-certificate= client-key= tls-server-name= insecure-skip-tls-verify disable-compression request-timeout= cache-dir= chunk-size= closed config= no-config baseline= write-baseline= o/output= no-headers color= snippets= fail-on= allow-gaps exit-zero h/help V/version
end

function __fish_kubectl_gvkcheck_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_kubectl_gvkcheck_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_kubectl_gvkcheck_using_subcommand
    set -l cmd (__fish_kubectl_gvkcheck_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -s f -l filename -d 'Files or folders as well, as kubectl names them; may be repeated' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -s k -l kustomize -d 'Build this folder with kustomize and read the result' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l k8s -d 'The version of Kubernetes to judge against, such as 1.29 or v1.28.4-gke.1; the newest if not given' -r -f -a "1.37\t'the newest'
1.36\t''
1.35\t''
1.34\t''
1.33\t''
1.32\t''
1.31\t''
1.30\t''
1.29\t''
1.28\t''
1.27\t''
1.26\t''
1.25\t''
1.24\t''
1.23\t''
1.22\t''
1.21\t''
1.20\t''
1.19\t''
1.18\t''
1.17\t''
1.16\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l crds -d 'Files or folders with CRDs, which define kinds but are not judged themselves; may be repeated' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l discovery -d 'A file with what a server serves: discovery as kubectl get --raw /apis… prints it, and its CRDs' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l missing-crd -d 'How bad a custom kind is that nothing defines [default: warn; error if --discovery names all groups]' -r -f -a "error\t''
warn\t''
ignore\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -s n -l namespace -d 'The namespace of objects that name none [default: the context\'s]' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l snapshot -d 'A snapshot of etcd: what `etcdctl snapshot save` wrote, or a copy of member/snap/db' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l etcdctl-output -d 'What `etcdctl get` printed, with -w json or fields; - is standard input' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l endpoints -d 'The client address of a running etcd, such as https://127.0.0.1:2379; the first that answers is read' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l cacert -d 'The certificate authority of etcd' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l cert -d 'The client certificate for etcd' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l key -d 'The key of the client certificate for etcd' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l etcd-prefix -d 'What the API server\'s keys begin with, as its own flag has it' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l as -d 'The user to impersonate' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l as-group -d 'A group to impersonate; may be repeated' -r -f -a "admissionregistration.k8s.io\t''
apiextensions.k8s.io\t''
apiregistration.k8s.io\t''
apps\t''
auditregistration.k8s.io\t''
authentication.k8s.io\t''
authorization.k8s.io\t''
autoscaling\t''
batch\t''
certificates.k8s.io\t''
coordination.k8s.io\t''
discovery.k8s.io\t''
events.k8s.io\t''
extensions\t''
flowcontrol.apiserver.k8s.io\t''
internal.apiserver.k8s.io\t''
lifecycle.k8s.io\t''
networking.k8s.io\t''
node.k8s.io\t''
policy\t''
rbac.authorization.k8s.io\t''
resource.k8s.io\t''
scheduling.k8s.io\t''
settings.k8s.io\t''
storage.k8s.io\t''
storagemigration.k8s.io\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l config -d 'Read this configuration instead of the one found in the current folder or above' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l baseline -d 'Tell only findings that are not in this file, which --write-baseline has written' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l write-baseline -d 'Write the findings there are now as the baseline instead of telling them; without FILE to the one that is used, or to one beside the configuration' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''
jsonpath=\t''
jsonpath-file=\t''
sarif\t''
github\t''
junit\t''
markdown\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l fail-on -d 'The least severity that makes the exit code 1 [default: error]' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -s R -l recursive -d 'Read folders with everything below them'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l skip-others -d 'Pass over what is no object of Kubernetes in named files too, as in folders; fine if that is all there is'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l live -d 'Judge by what a cluster serves and by its CRDs, instead of a version of Kubernetes'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l exists -d 'Also tell what of the input is not in the cluster, and which declared fields have another value there'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l print-rbac -d 'Print the role that the run needs on the cluster, and judge nothing'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l closed -d 'The input is the whole world: what objects name and it does not have is missing'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l no-config -d 'Read no configuration'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l allow-gaps -d 'Exit with 0 even if something could not be judged; the gaps are still shown'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -l exit-zero -d 'Exit with 0 whatever was found'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -s V -l version -d 'Print version'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -a "check" -d 'Judge manifests; the default when no command is named'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -a "cluster" -d 'Judge what lives in a cluster'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -a "resolve" -d 'Tell group, version, kind, resource and names of what Kubernetes serves'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -a "matrix" -d 'Compare what clusters serve'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -a "etcd" -d 'Compare what the API shows with what is stored in etcd'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -a "explain" -d 'Show the page of a rule'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -a "rules" -d 'List the rules'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -a "emit" -d 'Print a job for CI that calls kubectl-gvkcheck'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -a "completion" -d 'Write completion scripts for shells and for kubectl'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_needs_command" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -s f -l filename -d 'Files or folders as well, as kubectl names them; may be repeated' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -s k -l kustomize -d 'Build this folder with kustomize and read the result' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l k8s -d 'The version of Kubernetes to judge against, such as 1.29 or v1.28.4-gke.1; the newest if not given' -r -f -a "1.37\t'the newest'
1.36\t''
1.35\t''
1.34\t''
1.33\t''
1.32\t''
1.31\t''
1.30\t''
1.29\t''
1.28\t''
1.27\t''
1.26\t''
1.25\t''
1.24\t''
1.23\t''
1.22\t''
1.21\t''
1.20\t''
1.19\t''
1.18\t''
1.17\t''
1.16\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l crds -d 'Files or folders with CRDs, which define kinds but are not judged themselves; may be repeated' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l discovery -d 'A file with what a server serves: discovery as kubectl get --raw /apis… prints it, and its CRDs' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l missing-crd -d 'How bad a custom kind is that nothing defines [default: warn; error if --discovery names all groups]' -r -f -a "error\t''
warn\t''
ignore\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -s n -l namespace -d 'The namespace of objects that name none [default: the context\'s]' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l snapshot -d 'A snapshot of etcd: what `etcdctl snapshot save` wrote, or a copy of member/snap/db' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l etcdctl-output -d 'What `etcdctl get` printed, with -w json or fields; - is standard input' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l endpoints -d 'The client address of a running etcd, such as https://127.0.0.1:2379; the first that answers is read' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l cacert -d 'The certificate authority of etcd' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l cert -d 'The client certificate for etcd' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l key -d 'The key of the client certificate for etcd' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l etcd-prefix -d 'What the API server\'s keys begin with, as its own flag has it' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l as -d 'The user to impersonate' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l as-group -d 'A group to impersonate; may be repeated' -r -f -a "admissionregistration.k8s.io\t''
apiextensions.k8s.io\t''
apiregistration.k8s.io\t''
apps\t''
auditregistration.k8s.io\t''
authentication.k8s.io\t''
authorization.k8s.io\t''
autoscaling\t''
batch\t''
certificates.k8s.io\t''
coordination.k8s.io\t''
discovery.k8s.io\t''
events.k8s.io\t''
extensions\t''
flowcontrol.apiserver.k8s.io\t''
internal.apiserver.k8s.io\t''
lifecycle.k8s.io\t''
networking.k8s.io\t''
node.k8s.io\t''
policy\t''
rbac.authorization.k8s.io\t''
resource.k8s.io\t''
scheduling.k8s.io\t''
settings.k8s.io\t''
storage.k8s.io\t''
storagemigration.k8s.io\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l config -d 'Read this configuration instead of the one found in the current folder or above' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l baseline -d 'Tell only findings that are not in this file, which --write-baseline has written' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l write-baseline -d 'Write the findings there are now as the baseline instead of telling them; without FILE to the one that is used, or to one beside the configuration' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''
jsonpath=\t''
jsonpath-file=\t''
sarif\t''
github\t''
junit\t''
markdown\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l fail-on -d 'The least severity that makes the exit code 1 [default: error]' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -s R -l recursive -d 'Read folders with everything below them'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l skip-others -d 'Pass over what is no object of Kubernetes in named files too, as in folders; fine if that is all there is'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l live -d 'Judge by what a cluster serves and by its CRDs, instead of a version of Kubernetes'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l exists -d 'Also tell what of the input is not in the cluster, and which declared fields have another value there'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l print-rbac -d 'Print the role that the run needs on the cluster, and judge nothing'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l closed -d 'The input is the whole world: what objects name and it does not have is missing'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l no-config -d 'Read no configuration'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l allow-gaps -d 'Exit with 0 even if something could not be judged; the gaps are still shown'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -l exit-zero -d 'Exit with 0 whatever was found'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -l as -d 'The user to impersonate' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -l as-group -d 'A group to impersonate; may be repeated' -r -f -a "admissionregistration.k8s.io\t''
apiextensions.k8s.io\t''
apiregistration.k8s.io\t''
apps\t''
auditregistration.k8s.io\t''
authentication.k8s.io\t''
authorization.k8s.io\t''
autoscaling\t''
batch\t''
certificates.k8s.io\t''
coordination.k8s.io\t''
discovery.k8s.io\t''
events.k8s.io\t''
extensions\t''
flowcontrol.apiserver.k8s.io\t''
internal.apiserver.k8s.io\t''
lifecycle.k8s.io\t''
networking.k8s.io\t''
node.k8s.io\t''
policy\t''
rbac.authorization.k8s.io\t''
resource.k8s.io\t''
scheduling.k8s.io\t''
settings.k8s.io\t''
storage.k8s.io\t''
storagemigration.k8s.io\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -s n -l namespace -d 'Look only into this namespace' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -l dump-discovery -d 'Write what the cluster serves, with its CRDs, to a file for check --discovery, and do nothing else' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -l audit-log -d 'An audit log of the API server, JSON lines: who asks for deprecated APIs' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''
jsonpath=\t''
jsonpath-file=\t''
sarif\t''
github\t''
junit\t''
markdown\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -l fail-on -d 'The least severity that makes the exit code 1 [default: error]' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -s A -l all-namespaces -d 'Look into all namespaces; wins over -n'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -l print-rbac -d 'Print the role that allows all that is read here, and do nothing else'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -l allow-gaps -d 'Exit with 0 even if something could not be judged; the gaps are still shown'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -l exit-zero -d 'Exit with 0 whatever was found'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand cluster" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l k8s -d 'The version of Kubernetes to judge against, such as 1.29 or v1.28.4-gke.1; the newest if not given' -r -f -a "1.37\t'the newest'
1.36\t''
1.35\t''
1.34\t''
1.33\t''
1.32\t''
1.31\t''
1.30\t''
1.29\t''
1.28\t''
1.27\t''
1.26\t''
1.25\t''
1.24\t''
1.23\t''
1.22\t''
1.21\t''
1.20\t''
1.19\t''
1.18\t''
1.17\t''
1.16\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l namespaced -d 'Only what is in a namespace, or with =false what is not' -r -f -a "true\t''
false\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l api-group -d 'Only this group; empty for the core group' -r -f -a "admissionregistration.k8s.io\t''
apiextensions.k8s.io\t''
apiregistration.k8s.io\t''
apps\t''
auditregistration.k8s.io\t''
authentication.k8s.io\t''
authorization.k8s.io\t''
autoscaling\t''
batch\t''
certificates.k8s.io\t''
coordination.k8s.io\t''
discovery.k8s.io\t''
events.k8s.io\t''
extensions\t''
flowcontrol.apiserver.k8s.io\t''
internal.apiserver.k8s.io\t''
lifecycle.k8s.io\t''
networking.k8s.io\t''
node.k8s.io\t''
policy\t''
rbac.authorization.k8s.io\t''
resource.k8s.io\t''
scheduling.k8s.io\t''
settings.k8s.io\t''
storage.k8s.io\t''
storagemigration.k8s.io\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l verbs -d 'Only what has all these verbs' -r -f -a "create\t''
delete\t''
deletecollection\t''
get\t''
list\t''
patch\t''
update\t''
watch\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l categories -d 'Only what is in all these categories' -r -f -a "all\t''
api-extensions\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l as -d 'The user to impersonate' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l as-group -d 'A group to impersonate; may be repeated' -r -f -a "admissionregistration.k8s.io\t''
apiextensions.k8s.io\t''
apiregistration.k8s.io\t''
apps\t''
auditregistration.k8s.io\t''
authentication.k8s.io\t''
authorization.k8s.io\t''
autoscaling\t''
batch\t''
certificates.k8s.io\t''
coordination.k8s.io\t''
discovery.k8s.io\t''
events.k8s.io\t''
extensions\t''
flowcontrol.apiserver.k8s.io\t''
internal.apiserver.k8s.io\t''
lifecycle.k8s.io\t''
networking.k8s.io\t''
node.k8s.io\t''
policy\t''
rbac.authorization.k8s.io\t''
resource.k8s.io\t''
scheduling.k8s.io\t''
settings.k8s.io\t''
storage.k8s.io\t''
storagemigration.k8s.io\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''
jsonpath=\t''
jsonpath-file=\t''
sarif\t''
github\t''
junit\t''
markdown\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l all -d 'Also what the API server only serves when it is switched on'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l groups -d 'Tell of every version of every group whether it has the thing'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l live -d 'Ask a cluster what it serves, instead of the catalogue'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand resolve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -l contexts -d 'The contexts of the kubeconfig to compare: names, and patterns with * and ? in quotes; may be repeated' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -l resources -d 'Only these kinds: Deployment, ingresses, cronjobs.batch, apps/v1' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -s f -l filename -d 'Files or folders as well, as kubectl names them; may be repeated' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -s k -l kustomize -d 'Build this folder with kustomize and read the result' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -l as -d 'The user to impersonate' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -l as-group -d 'A group to impersonate; may be repeated' -r -f -a "admissionregistration.k8s.io\t''
apiextensions.k8s.io\t''
apiregistration.k8s.io\t''
apps\t''
auditregistration.k8s.io\t''
authentication.k8s.io\t''
authorization.k8s.io\t''
autoscaling\t''
batch\t''
certificates.k8s.io\t''
coordination.k8s.io\t''
discovery.k8s.io\t''
events.k8s.io\t''
extensions\t''
flowcontrol.apiserver.k8s.io\t''
internal.apiserver.k8s.io\t''
lifecycle.k8s.io\t''
networking.k8s.io\t''
node.k8s.io\t''
policy\t''
rbac.authorization.k8s.io\t''
resource.k8s.io\t''
scheduling.k8s.io\t''
settings.k8s.io\t''
storage.k8s.io\t''
storagemigration.k8s.io\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''
jsonpath=\t''
jsonpath-file=\t''
sarif\t''
github\t''
junit\t''
markdown\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -l all -d 'Also what is the same in all clusters'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -s R -l recursive -d 'Read folders with everything below them'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -l skip-others -d 'Pass over what is no object of Kubernetes in named files too, as in folders; fine if that is all there is'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -l allow-gaps -d 'Exit with 0 even if a cluster did not answer; the gaps are still shown'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -l exit-zero -d 'Exit with 0 whatever the clusters say'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand matrix" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l snapshot -d 'A snapshot of etcd: what `etcdctl snapshot save` wrote, or a copy of member/snap/db' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l etcdctl-output -d 'What `etcdctl get` printed, with -w json or fields; - is standard input' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l endpoints -d 'The client address of a running etcd, such as https://127.0.0.1:2379; the first that answers is read' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l cacert -d 'The certificate authority of etcd' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l cert -d 'The client certificate for etcd' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l key -d 'The key of the client certificate for etcd' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l etcd-prefix -d 'What the API server\'s keys begin with, as its own flag has it' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -s f -l filename -d 'Compare with live objects that `kubectl get -o yaml` printed, rather than with a cluster' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l k8s -d 'The version of Kubernetes to judge against, such as 1.29 or v1.28.4-gke.1; the newest if not given' -r -f -a "1.37\t'the newest'
1.36\t''
1.35\t''
1.34\t''
1.33\t''
1.32\t''
1.31\t''
1.30\t''
1.29\t''
1.28\t''
1.27\t''
1.26\t''
1.25\t''
1.24\t''
1.23\t''
1.22\t''
1.21\t''
1.20\t''
1.19\t''
1.18\t''
1.17\t''
1.16\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -s n -l namespace -d 'Look only into this namespace' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l as -d 'The user to impersonate' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l as-group -d 'A group to impersonate; may be repeated' -r -f -a "admissionregistration.k8s.io\t''
apiextensions.k8s.io\t''
apiregistration.k8s.io\t''
apps\t''
auditregistration.k8s.io\t''
authentication.k8s.io\t''
authorization.k8s.io\t''
autoscaling\t''
batch\t''
certificates.k8s.io\t''
coordination.k8s.io\t''
discovery.k8s.io\t''
events.k8s.io\t''
extensions\t''
flowcontrol.apiserver.k8s.io\t''
internal.apiserver.k8s.io\t''
lifecycle.k8s.io\t''
networking.k8s.io\t''
node.k8s.io\t''
policy\t''
rbac.authorization.k8s.io\t''
resource.k8s.io\t''
scheduling.k8s.io\t''
settings.k8s.io\t''
storage.k8s.io\t''
storagemigration.k8s.io\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''
jsonpath=\t''
jsonpath-file=\t''
sarif\t''
github\t''
junit\t''
markdown\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l fail-on -d 'The least severity that makes the exit code 1 [default: error]' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l no-live -d 'Judge only what is stored, without asking a cluster'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l print-rbac -d 'Print the role that allows all that is read from the cluster, and do nothing else'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -s A -l all-namespaces -d 'Look into all namespaces; wins over -n'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l allow-gaps -d 'Exit with 0 even if something could not be judged; the gaps are still shown'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -l exit-zero -d 'Exit with 0 whatever was found'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand etcd" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand rules" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''
jsonpath=\t''
jsonpath-file=\t''
sarif\t''
github\t''
junit\t''
markdown\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand rules" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand rules" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand rules" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand rules" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand emit" -l k8s -d 'The version of Kubernetes to judge against, such as 1.29 or v1.28.4-gke.1; the newest if not given' -r -f -a "1.37\t'the newest'
1.36\t''
1.35\t''
1.34\t''
1.33\t''
1.32\t''
1.31\t''
1.30\t''
1.29\t''
1.28\t''
1.27\t''
1.26\t''
1.25\t''
1.24\t''
1.23\t''
1.22\t''
1.21\t''
1.20\t''
1.19\t''
1.18\t''
1.17\t''
1.16\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand emit" -l crds -d 'Files or folders with CRDs, which define kinds for the job; may be repeated' -r -F
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand emit" -l fail-on -d 'The least severity that fails the job; errors if not given' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand emit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand completion" -l dir -d 'With kubectl: the folder for the file, which must be on the PATH; the one of the program if not given' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand completion" -l write -d 'With kubectl: write the file; without this flag it is only shown what would be written'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand completion" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand help; and not __fish_seen_subcommand_from check cluster resolve matrix etcd explain rules emit completion help" -f -a "check" -d 'Judge manifests; the default when no command is named'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand help; and not __fish_seen_subcommand_from check cluster resolve matrix etcd explain rules emit completion help" -f -a "cluster" -d 'Judge what lives in a cluster'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand help; and not __fish_seen_subcommand_from check cluster resolve matrix etcd explain rules emit completion help" -f -a "resolve" -d 'Tell group, version, kind, resource and names of what Kubernetes serves'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand help; and not __fish_seen_subcommand_from check cluster resolve matrix etcd explain rules emit completion help" -f -a "matrix" -d 'Compare what clusters serve'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand help; and not __fish_seen_subcommand_from check cluster resolve matrix etcd explain rules emit completion help" -f -a "etcd" -d 'Compare what the API shows with what is stored in etcd'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand help; and not __fish_seen_subcommand_from check cluster resolve matrix etcd explain rules emit completion help" -f -a "explain" -d 'Show the page of a rule'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand help; and not __fish_seen_subcommand_from check cluster resolve matrix etcd explain rules emit completion help" -f -a "rules" -d 'List the rules'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand help; and not __fish_seen_subcommand_from check cluster resolve matrix etcd explain rules emit completion help" -f -a "emit" -d 'Print a job for CI that calls kubectl-gvkcheck'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand help; and not __fish_seen_subcommand_from check cluster resolve matrix etcd explain rules emit completion help" -f -a "completion" -d 'Write completion scripts for shells and for kubectl'
complete -c kubectl-gvkcheck -n "__fish_kubectl_gvkcheck_using_subcommand help; and not __fish_seen_subcommand_from check cluster resolve matrix etcd explain rules emit completion help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
