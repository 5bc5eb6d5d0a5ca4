# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_kubectl_finalizers_global_optspecs
    string join \n f/filename= R/recursive at= n/namespace= A/all-namespaces kubeconfig= context= cluster= user= s/server= token= as= as-group= as-uid= as-user-extra= certificate-authority= client-certificate= client-key= tls-server-name= insecure-skip-tls-verify disable-compression request-timeout= cache-dir= chunk-size= o/output= no-headers color= snippets= older-than= w/watch timeout= print-rbac allow-gaps exit-zero h/help V/version
end

function __fish_kubectl_finalizers_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_kubectl_finalizers_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_kubectl_finalizers_using_subcommand
    set -l cmd (__fish_kubectl_finalizers_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -s f -l filename -d 'Read files instead of a cluster: what kubectl get -o yaml printed, or a folder of must-gather; may be repeated' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l at -d 'The time at which the files were made (RFC 3339), from which ages count [default: now]' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -s n -l namespace -d 'Look only into this namespace' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l as -d 'The user to impersonate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
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
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l older-than -d 'A deletion that was asked for more recently is in progress, whatever holds it' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l timeout -d 'How long to follow at most [default: no bound]' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -s R -l recursive -d 'Read folders with everything below them'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -s A -l all-namespaces -d 'Look into all namespaces; wins over -n'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -s w -l watch -d 'Follow until it is gone, and print what changes'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l print-rbac -d 'Print the role that allows all that is read here, and do nothing else'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l allow-gaps -d 'Exit with 0 even if something could not be read; the gaps are still shown'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l exit-zero -d 'Exit with 0 whatever was found'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -s V -l version -d 'Print version'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -f -a "stuck" -d 'List what is being deleted and does not go; the default when no command is named'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -f -a "why" -d 'Tell why an object that is being deleted is still there, from the object to the cure'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -f -a "plan" -d 'Write the plan of what would take finalizers off, with all that is known of them'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -f -a "remove" -d 'Take a finalizer off an object; without --apply only show what that would be'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -f -a "apply" -d 'Carry a plan out'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -f -a "restore" -d 'Make an object again from its backup; without --apply only show what that would be'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -f -a "owners" -d 'Find owner references that lead nowhere, or show what owns an object and what it owns'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -f -a "drift" -d 'Compare the watch caches of API servers with what is stored'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -f -a "managers" -d 'Tell who manages which field, who fights over it, and what an apply would conflict with'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -f -a "stalls" -d 'Tell which controllers stall: their leases, the objects that wait for them, their queues'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -f -a "explain" -d 'Show the page of a rule'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -f -a "rules" -d 'List the rules'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -f -a "completion" -d 'Write completion scripts for shells and for kubectl'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -s f -l filename -d 'Read files instead of a cluster: what kubectl get -o yaml printed, or a folder of must-gather; may be repeated' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l at -d 'The time at which the files were made (RFC 3339), from which ages count [default: now]' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -s n -l namespace -d 'Look only into this namespace' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l as -d 'The user to impersonate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
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
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l older-than -d 'A deletion that was asked for more recently is in progress, whatever holds it' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l timeout -d 'How long to follow at most [default: no bound]' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -s R -l recursive -d 'Read folders with everything below them'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -s A -l all-namespaces -d 'Look into all namespaces; wins over -n'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -s w -l watch -d 'Follow until it is gone, and print what changes'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l print-rbac -d 'Print the role that allows all that is read here, and do nothing else'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l allow-gaps -d 'Exit with 0 even if something could not be read; the gaps are still shown'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l exit-zero -d 'Exit with 0 whatever was found'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -s f -l filename -d 'Read files instead of a cluster: what kubectl get -o yaml printed, or a folder of must-gather; may be repeated' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -l at -d 'The time at which the files were made (RFC 3339), from which ages count [default: now]' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -s n -l namespace -d 'Look only into this namespace' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -l as -d 'The user to impersonate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
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
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -l older-than -d 'A deletion that was asked for more recently is in progress, whatever holds it' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -l timeout -d 'How long to follow at most [default: no bound]' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -s R -l recursive -d 'Read folders with everything below them'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -s A -l all-namespaces -d 'Look into all namespaces; wins over -n'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -s w -l watch -d 'Follow until it is gone, and print what changes'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -l print-rbac -d 'Print the role that allows all that is read here, and do nothing else'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -l allow-gaps -d 'Exit with 0 even if something could not be read; the gaps are still shown'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -l exit-zero -d 'Exit with 0 whatever was found'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand why" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -l older-than -d 'Leave alone what was deleted less than this ago: it may still go by itself' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -l backup-dir -d 'The folder that backups go to [default: kubecheck/backups in the folder for the state of programs]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -s n -l namespace -d 'The namespace of the objects' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -l as -d 'The user to impersonate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
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
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -l print-rbac -d 'Print the role that this needs, and do nothing else'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand plan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l older-than -d 'Leave alone what was deleted less than this ago: it may still go by itself' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l accept-risk -d 'Accept a risk, by its word; may be repeated' -r -f -a "config\t''
orphans\t''
ordering\t''
accounting\t''
audit-loss\t''
unknown\t''
cloud-leak\t''
stranded-objects\t''
outage\t''
data-loss\t''"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l confirm -d 'Name the object too, where data, objects or a service may be lost; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l timeout -d 'How long to wait until what is let go is gone; 0 not to wait' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l backup-dir -d 'The folder that backups go to [default: kubecheck/backups in the folder for the state of programs]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -s n -l namespace -d 'The namespace of the object' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l as -d 'The user to impersonate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
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
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l apply -d 'Do it'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -s y -l yes -d 'Do not ask whether to do what is safe'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l controller-is-broken -d 'Take off what a controller that is alive would take off itself'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l print-rbac -d 'Print the role that this needs, and do nothing else'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l max -d 'Carry out this many steps at most' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l older-than -d 'Leave alone what was deleted less than this ago: it may still go by itself' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l accept-risk -d 'Accept a risk, by its word; may be repeated' -r -f -a "config\t''
orphans\t''
ordering\t''
accounting\t''
audit-loss\t''
unknown\t''
cloud-leak\t''
stranded-objects\t''
outage\t''
data-loss\t''"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l confirm -d 'Name the object too, where data, objects or a service may be lost; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l timeout -d 'How long to wait until what is let go is gone; 0 not to wait' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l backup-dir -d 'The folder that backups go to [default: kubecheck/backups in the folder for the state of programs]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l as -d 'The user to impersonate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
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
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l print-rbac -d 'Print the role that allows all that is read and written, and do nothing else'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -s y -l yes -d 'Do not ask whether to do what is safe'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l controller-is-broken -d 'Take off what a controller that is alive would take off itself'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand apply" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand restore" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand restore" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand restore" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand restore" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand restore" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand restore" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand restore" -l as -d 'The user to impersonate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand restore" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand restore" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand restore" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand restore" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand restore" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand restore" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand restore" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand restore" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand restore" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand restore" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand restore" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
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
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand restore" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand restore" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand restore" -l apply -d 'Make it'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand restore" -s y -l yes -d 'Do not ask'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand restore" -l print-rbac -d 'Print the role that this needs, and do nothing else'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand restore" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand restore" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand restore" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand restore" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -l if-deleted -d 'Say what becomes of the object and what it owns if it is deleted' -r -f -a "background\t''
foreground\t''
orphan\t''"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -s f -l filename -d 'Read files instead of a cluster: what kubectl get -o yaml printed, or a folder of must-gather; may be repeated' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -l at -d 'The time at which the files were made (RFC 3339), from which ages count [default: now]' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -s n -l namespace -d 'Look only into this namespace' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -l as -d 'The user to impersonate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
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
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -l fail-on -d 'The least severity that makes the exit code 1 [default: error]' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -s R -l recursive -d 'Read folders with everything below them'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -s A -l all-namespaces -d 'Look into all namespaces; wins over -n'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -l print-rbac -d 'Print the role that allows all that is read here, and do nothing else'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -l allow-gaps -d 'Exit with 0 even if something could not be judged; the gaps are still shown'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -l exit-zero -d 'Exit with 0 whatever was found'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand owners" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l max-lag -d 'How many revisions a cache may be behind, if something happened to its type since' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l other-server -d 'Another API server of the cluster, asked with the same credentials; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l contexts -d 'Contexts whose API servers are of one cluster: names, and patterns with * and ? in quotes; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l interval -d 'The time from the beginning of one round to that of the next' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l count -d 'End after so many rounds' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l timeout -d 'Begin no round after this time' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l snapshot -d 'A snapshot of etcd: what `etcdctl snapshot save` wrote, or a copy of member/snap/db' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l etcdctl-output -d 'What `etcdctl get` printed, with -w json or fields; - is standard input' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l endpoints -d 'The client address of a running etcd, such as https://127.0.0.1:2379; the first that answers is read' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l cacert -d 'The certificate authority of etcd' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l cert -d 'The client certificate for etcd' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l key -d 'The key of the client certificate for etcd' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l etcd-prefix -d 'What the API server\'s keys begin with, as its own flag has it' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -s n -l namespace -d 'Look only into this namespace' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l as -d 'The user to impersonate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
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
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l fail-on -d 'The least severity that makes the exit code 1 [default: error]' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -s w -l watch -d 'Look again and again, and print a line a round'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l print-rbac -d 'Print the role that allows all that is read, and do nothing else'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -s A -l all-namespaces -d 'Look into all namespaces; wins over -n'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l allow-gaps -d 'Exit with 0 even if something could not be judged; the gaps are still shown'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -l exit-zero -d 'Exit with 0 whatever was found'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand drift" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l interval -d 'Look twice, so far apart, and then watch for as long what several wrote to: that shows who takes fields from whom' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l predict -d 'Predict what a server-side apply of these files would conflict with; nothing is sent. - is standard input' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l field-manager -d 'The field manager that would apply' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -s f -l filename -d 'Read files instead of a cluster: what kubectl get -o yaml printed, or a folder of must-gather; may be repeated' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l at -d 'The time at which the files were made (RFC 3339), from which ages count [default: now]' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -s n -l namespace -d 'Look only into this namespace' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l as -d 'The user to impersonate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
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
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l fail-on -d 'The least severity that makes the exit code 1 [default: error]' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l fields -d 'List the fields of the object, each with its managers'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l print-rbac -d 'Print the role that allows all that is read, and do nothing else'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -s R -l recursive -d 'Read folders with everything below them'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -s A -l all-namespaces -d 'Look into all namespaces; wins over -n'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l allow-gaps -d 'Exit with 0 even if something could not be judged; the gaps are still shown'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -l exit-zero -d 'Exit with 0 whatever was found'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand managers" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l older-than -d 'How long an object may wait for its controller, and a worker be at one object' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l interval -d 'How far the two samples of metrics are apart' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l metrics -d 'The metrics of a controller, as somebody scraped them; twice, the earlier page first, --interval apart' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -s f -l filename -d 'Read files instead of a cluster: what kubectl get -o yaml printed, or a folder of must-gather; may be repeated' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l at -d 'The time at which the files were made (RFC 3339), from which ages count [default: now]' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -s n -l namespace -d 'Look only into this namespace' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l as -d 'The user to impersonate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
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
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l fail-on -d 'The least severity that makes the exit code 1 [default: error]' -r -f -a "error\t''
warning\t''
info\t''
never\t''"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l print-rbac -d 'Print the role that allows all that is read, and do nothing else'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -s R -l recursive -d 'Read folders with everything below them'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -s A -l all-namespaces -d 'Look into all namespaces; wins over -n'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l allow-gaps -d 'Exit with 0 even if something could not be judged; the gaps are still shown'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -l exit-zero -d 'Exit with 0 whatever was found'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stalls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand rules" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
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
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand rules" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand rules" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand rules" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand rules" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand completion" -l dir -d 'With kubectl: the folder for the file, which must be on the PATH; the one of the program if not given' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand completion" -l write -d 'With kubectl: write the file; without this flag it is only shown what would be written'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand completion" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand help; and not __fish_seen_subcommand_from stuck why plan remove apply restore owners drift managers stalls explain rules completion help" -f -a "stuck" -d 'List what is being deleted and does not go; the default when no command is named'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand help; and not __fish_seen_subcommand_from stuck why plan remove apply restore owners drift managers stalls explain rules completion help" -f -a "why" -d 'Tell why an object that is being deleted is still there, from the object to the cure'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand help; and not __fish_seen_subcommand_from stuck why plan remove apply restore owners drift managers stalls explain rules completion help" -f -a "plan" -d 'Write the plan of what would take finalizers off, with all that is known of them'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand help; and not __fish_seen_subcommand_from stuck why plan remove apply restore owners drift managers stalls explain rules completion help" -f -a "remove" -d 'Take a finalizer off an object; without --apply only show what that would be'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand help; and not __fish_seen_subcommand_from stuck why plan remove apply restore owners drift managers stalls explain rules completion help" -f -a "apply" -d 'Carry a plan out'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand help; and not __fish_seen_subcommand_from stuck why plan remove apply restore owners drift managers stalls explain rules completion help" -f -a "restore" -d 'Make an object again from its backup; without --apply only show what that would be'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand help; and not __fish_seen_subcommand_from stuck why plan remove apply restore owners drift managers stalls explain rules completion help" -f -a "owners" -d 'Find owner references that lead nowhere, or show what owns an object and what it owns'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand help; and not __fish_seen_subcommand_from stuck why plan remove apply restore owners drift managers stalls explain rules completion help" -f -a "drift" -d 'Compare the watch caches of API servers with what is stored'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand help; and not __fish_seen_subcommand_from stuck why plan remove apply restore owners drift managers stalls explain rules completion help" -f -a "managers" -d 'Tell who manages which field, who fights over it, and what an apply would conflict with'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand help; and not __fish_seen_subcommand_from stuck why plan remove apply restore owners drift managers stalls explain rules completion help" -f -a "stalls" -d 'Tell which controllers stall: their leases, the objects that wait for them, their queues'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand help; and not __fish_seen_subcommand_from stuck why plan remove apply restore owners drift managers stalls explain rules completion help" -f -a "explain" -d 'Show the page of a rule'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand help; and not __fish_seen_subcommand_from stuck why plan remove apply restore owners drift managers stalls explain rules completion help" -f -a "rules" -d 'List the rules'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand help; and not __fish_seen_subcommand_from stuck why plan remove apply restore owners drift managers stalls explain rules completion help" -f -a "completion" -d 'Write completion scripts for shells and for kubectl'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand help; and not __fish_seen_subcommand_from stuck why plan remove apply restore owners drift managers stalls explain rules completion help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
