# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_kubectl_topocheck_global_optspecs
    string join \n budget= grace= k8s= f/filename= R/recursive at= n/namespace= A/all-namespaces kubeconfig= context= cluster= user= s/server= token= as= as-group= as-uid= as-user-extra= certificate-authority= client-certificate= client-key= tls-server-name= insecure-skip-tls-verify disable-compression request-timeout= cache-dir= chunk-size= o/output= no-headers color= snippets= print-rbac allow-gaps exit-zero h/help V/version
end

function __fish_kubectl_topocheck_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_kubectl_topocheck_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_kubectl_topocheck_using_subcommand
    set -l cmd (__fish_kubectl_topocheck_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l budget -d 'How long it may take; what is not known then is a gap' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l grace -d 'How long a pod may take for what nobody says to have failed for good' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l k8s -d 'Judge as the scheduler of this Kubernetes does [default: the server\'s; for files the newest that is known]' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -s f -l filename -d 'Read files instead of a cluster: what kubectl get -o yaml printed, or a folder of must-gather; may be repeated' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l at -d 'The time at which the files were made (RFC 3339), from which ages count [default: now]' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -s n -l namespace -d 'Look only into this namespace' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l as -d 'The user to impersonate' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
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
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -s R -l recursive -d 'Read folders with everything below them'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -s A -l all-namespaces -d 'Look into all namespaces; wins over -n'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l print-rbac -d 'Print the role that allows all that is read here, and do nothing else'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l allow-gaps -d 'Exit with 0 even if something could not be read; the gaps are still shown'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -l exit-zero -d 'Exit with 0 whatever was found'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -s V -l version -d 'Print version'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -f -a "all" -d 'Tell all that does not run, worst first; the default when no command is named'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -f -a "why" -d 'Tell why an object does not run, from it down to the first cause, and what to type next'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -f -a "pending" -d 'Tell why pods have no node: all filters of the scheduler that refuse, on every node'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -f -a "pods" -d 'Tell why pods do not start: images, volumes, network, admission, quota, probes'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -f -a "init" -d 'Tell which init containers hold pods, what they wait for, and who waits for whom'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -f -a "nodes" -d 'Draw the nodes: what they have, what is asked for and used, the largest pod that fits'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -f -a "rollout" -d 'Tell how rollouts stand: the pod that blocks, why, the rule that holds it, and what frees it'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -f -a "explain" -d 'Show the page of a rule'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -f -a "rules" -d 'List the rules'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -f -a "completion" -d 'Write completion scripts for shells and for kubectl'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l budget -d 'How long it may take; what is not known then is a gap' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l grace -d 'How long a pod may take for what nobody says to have failed for good' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l k8s -d 'Judge as the scheduler of this Kubernetes does [default: the server\'s; for files the newest that is known]' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -s f -l filename -d 'Read files instead of a cluster: what kubectl get -o yaml printed, or a folder of must-gather; may be repeated' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l at -d 'The time at which the files were made (RFC 3339), from which ages count [default: now]' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -s n -l namespace -d 'Look only into this namespace' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l as -d 'The user to impersonate' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
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
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -s R -l recursive -d 'Read folders with everything below them'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -s A -l all-namespaces -d 'Look into all namespaces; wins over -n'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l print-rbac -d 'Print the role that allows all that is read here, and do nothing else'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l allow-gaps -d 'Exit with 0 even if something could not be read; the gaps are still shown'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -l exit-zero -d 'Exit with 0 whatever was found'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand all" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -l grace -d 'How long a pod may take for what nobody says to have failed for good' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -l k8s -d 'Judge as the scheduler of this Kubernetes does [default: the server\'s; for files the newest that is known]' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -s f -l filename -d 'Read files instead of a cluster: what kubectl get -o yaml printed, or a folder of must-gather; may be repeated' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -l at -d 'The time at which the files were made (RFC 3339), from which ages count [default: now]' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -s n -l namespace -d 'Look only into this namespace' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -l as -d 'The user to impersonate' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
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
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -s R -l recursive -d 'Read folders with everything below them'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -s A -l all-namespaces -d 'Look into all namespaces; wins over -n'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -l print-rbac -d 'Print the role that allows all that is read here, and do nothing else'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -l allow-gaps -d 'Exit with 0 even if something could not be read; the gaps are still shown'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -l exit-zero -d 'Exit with 0 whatever was found'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand why" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l what-if -d 'Judge the pods of a manifest that is not in the cluster yet' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l k8s -d 'Judge as the scheduler of this Kubernetes does [default: the server\'s; for files the newest that is known]' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -s f -l filename -d 'Read files instead of a cluster: what kubectl get -o yaml printed, or a folder of must-gather; may be repeated' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l at -d 'The time at which the files were made (RFC 3339), from which ages count [default: now]' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -s n -l namespace -d 'Look only into this namespace' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l as -d 'The user to impersonate' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
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
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l fit -d 'Show all that would make it fit, instead of the best three'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -s R -l recursive -d 'Read folders with everything below them'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -s A -l all-namespaces -d 'Look into all namespaces; wins over -n'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l print-rbac -d 'Print the role that allows all that is read here, and do nothing else'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l allow-gaps -d 'Exit with 0 even if something could not be read; the gaps are still shown'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -l exit-zero -d 'Exit with 0 whatever was found'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pending" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l grace -d 'How long a pod may take for what nobody says to have failed for good' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l timeout -d 'How long to follow at most [default: until ^C]' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l k8s -d 'Judge as the scheduler of this Kubernetes does [default: the server\'s; for files the newest that is known]' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -s f -l filename -d 'Read files instead of a cluster: what kubectl get -o yaml printed, or a folder of must-gather; may be repeated' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l at -d 'The time at which the files were made (RFC 3339), from which ages count [default: now]' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -s n -l namespace -d 'Look only into this namespace' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l as -d 'The user to impersonate' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
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
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -s w -l watch -d 'Follow as it happens, and print each cause once, as a line'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -s R -l recursive -d 'Read folders with everything below them'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -s A -l all-namespaces -d 'Look into all namespaces; wins over -n'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l print-rbac -d 'Print the role that allows all that is read here, and do nothing else'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l allow-gaps -d 'Exit with 0 even if something could not be read; the gaps are still shown'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -l exit-zero -d 'Exit with 0 whatever was found'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand pods" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -l overdue -d 'How long an init container may run' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -s f -l filename -d 'Read files instead of a cluster: what kubectl get -o yaml printed, or a folder of must-gather; may be repeated' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -l at -d 'The time at which the files were made (RFC 3339), from which ages count [default: now]' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -s n -l namespace -d 'Look only into this namespace' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -l as -d 'The user to impersonate' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
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
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -s R -l recursive -d 'Read folders with everything below them'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -s A -l all-namespaces -d 'Look into all namespaces; wins over -n'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -l print-rbac -d 'Print the role that allows all that is read here, and do nothing else'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -l allow-gaps -d 'Exit with 0 even if something could not be read; the gaps are still shown'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -l exit-zero -d 'Exit with 0 whatever was found'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -l k8s -d 'Judge as the scheduler of this Kubernetes does [default: the server\'s; for files the newest that is known]' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -s f -l filename -d 'Read files instead of a cluster: what kubectl get -o yaml printed, or a folder of must-gather; may be repeated' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -l at -d 'The time at which the files were made (RFC 3339), from which ages count [default: now]' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -s n -l namespace -d 'Look only into this namespace' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -l as -d 'The user to impersonate' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
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
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -s R -l recursive -d 'Read folders with everything below them'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -s A -l all-namespaces -d 'Look into all namespaces; wins over -n'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -l print-rbac -d 'Print the role that allows all that is read here, and do nothing else'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -l allow-gaps -d 'Exit with 0 even if something could not be read; the gaps are still shown'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -l exit-zero -d 'Exit with 0 whatever was found'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand nodes" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l timeout -d 'How long to wait at most; 0 for no bound' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l grace -d 'How long what only a change from outside can mend must have stood before a rollout is hopeless' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l restarts -d 'How often in a row a container may have been started again before a rollout is hopeless; 0 for ever' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l k8s -d 'Judge as the scheduler of this Kubernetes does [default: the server\'s; for files the newest that is known]' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -s f -l filename -d 'Read files instead of a cluster: what kubectl get -o yaml printed, or a folder of must-gather; may be repeated' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l at -d 'The time at which the files were made (RFC 3339), from which ages count [default: now]' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -s n -l namespace -d 'Look only into this namespace' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l as -d 'The user to impersonate' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
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
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l wait -d 'Wait until it is done, or until it cannot get done'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -s R -l recursive -d 'Read folders with everything below them'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -s A -l all-namespaces -d 'Look into all namespaces; wins over -n'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l print-rbac -d 'Print the role that allows all that is read here, and do nothing else'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l allow-gaps -d 'Exit with 0 even if something could not be read; the gaps are still shown'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -l exit-zero -d 'Exit with 0 whatever was found'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rollout" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rules" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
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
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rules" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rules" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rules" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand rules" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand completion" -l dir -d 'With kubectl: the folder for the file, which must be on the PATH; the one of the program if not given' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand completion" -l write -d 'With kubectl: write the file; without this flag it is only shown what would be written'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand completion" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand help; and not __fish_seen_subcommand_from all why pending pods init nodes rollout explain rules completion help" -f -a "all" -d 'Tell all that does not run, worst first; the default when no command is named'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand help; and not __fish_seen_subcommand_from all why pending pods init nodes rollout explain rules completion help" -f -a "why" -d 'Tell why an object does not run, from it down to the first cause, and what to type next'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand help; and not __fish_seen_subcommand_from all why pending pods init nodes rollout explain rules completion help" -f -a "pending" -d 'Tell why pods have no node: all filters of the scheduler that refuse, on every node'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand help; and not __fish_seen_subcommand_from all why pending pods init nodes rollout explain rules completion help" -f -a "pods" -d 'Tell why pods do not start: images, volumes, network, admission, quota, probes'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand help; and not __fish_seen_subcommand_from all why pending pods init nodes rollout explain rules completion help" -f -a "init" -d 'Tell which init containers hold pods, what they wait for, and who waits for whom'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand help; and not __fish_seen_subcommand_from all why pending pods init nodes rollout explain rules completion help" -f -a "nodes" -d 'Draw the nodes: what they have, what is asked for and used, the largest pod that fits'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand help; and not __fish_seen_subcommand_from all why pending pods init nodes rollout explain rules completion help" -f -a "rollout" -d 'Tell how rollouts stand: the pod that blocks, why, the rule that holds it, and what frees it'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand help; and not __fish_seen_subcommand_from all why pending pods init nodes rollout explain rules completion help" -f -a "explain" -d 'Show the page of a rule'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand help; and not __fish_seen_subcommand_from all why pending pods init nodes rollout explain rules completion help" -f -a "rules" -d 'List the rules'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand help; and not __fish_seen_subcommand_from all why pending pods init nodes rollout explain rules completion help" -f -a "completion" -d 'Write completion scripts for shells and for kubectl'
complete -c kubectl-topocheck -n "__fish_kubectl_topocheck_using_subcommand help; and not __fish_seen_subcommand_from all why pending pods init nodes rollout explain rules completion help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
